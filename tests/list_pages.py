"""News list pages of many kinds, made up, with what a reader should find on each."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from html import escape
from typing import Final, NamedTuple

TITLES: Final = {
    "en": "Ministers agree on a common rule book for digital trade|New satellite maps show shrinking glaciers"
    "|Expert group"
    " presents its report on water security|Training course for customs officers opens in Almaty|Joint statement on the"
    " safety of nuclear power plants|Secretary General visits flooded provinces|Call for proposals: small grants"
    " for young"
    " scientists|Three laboratories share the prize for clean engines|Member states adopt the budget for 2027|Observers"
    " praise calm elections in the archipelago|Conference on rare languages ends in Dakar|Railway corridor carries its"
    " first container trains",
    "ru": "Министры согласовали общие правила цифровой торговли|Новые спутниковые карты показали таяние ледников|Группа"
    " экспертов представила доклад о водной безопасности|В Алма-Ате открылись курсы для таможенников|Совместное"
    " заявление"
    " о безопасности атомных станций|Генеральный секретарь посетил пострадавшие от паводка области|Объявлен"
    " конкурс малых"
    " грантов для молодых учёных|Три лаборатории разделили премию за чистые двигатели|Государства-члены приняли"
    " бюджет на"
    " 2027 год|Наблюдатели отметили спокойный ход выборов на архипелаге|В Дакаре завершилась конференция о редких"
    " языках|"
    "По железнодорожному коридору прошли первые контейнерные поезда",
    "zh": "各国部长就数字贸易共同规则达成一致|最新卫星地图显示冰川正在缩小|专家组提交水安全问题报告|"
    "阿拉木图海关人员培训班开班|关于核电站"
    "安全的联合声明|秘书长访问遭受洪灾的省份|青年科学家小额资助项目开始征集|三家实验室共享清洁发动机奖|成员国通过二〇二七年度预算|"
    "观察员称赞群岛选举平稳进行|稀有语言大会在达喀尔闭幕|铁路走廊开出首批集装箱列车",
    "fr": "Les ministres adoptent un règlement commun du commerce numérique|De nouvelles cartes montrent le recul des"
    " glaciers|Un groupe d’experts présente son rapport sur l’eau|Une formation pour douaniers s’ouvre à Almaty"
    "|Déclaration"
    " commune sur la sûreté nucléaire|Le Secrétaire général visite les provinces inondées|Appel à projets pour les"
    " jeunes"
    " chercheurs|Trois laboratoires se partagent le prix des moteurs propres|Les États membres adoptent le budget"
    " 2027|Les"
    " observateurs saluent des élections calmes|La conférence sur les langues rares s’achève à Dakar|Les premiers"
    " trains de"
    " conteneurs empruntent le corridor",
    "es": "Los ministros acuerdan reglas comunes para el comercio digital|Nuevos mapas muestran el retroceso de los"
    " glaciares|El grupo de expertos presenta su informe sobre el agua|Comienza en Almaty un curso para aduaneros"
    "|Declaración"
    " conjunta sobre la seguridad nuclear|El Secretario General visita las provincias inundadas|Convocatoria de"
    " becas para"
    " jóvenes científicos|Tres laboratorios comparten el premio a los motores limpios|Los Estados miembros aprueban el"
    " presupuesto de 2027|Los observadores elogian unas elecciones tranquilas|Termina en Dakar la conferencia"
    " sobre lenguas"
    " raras|Circulan los primeros trenes de contenedores",
    "ar": "الوزراء يتفقون على قواعد مشتركة للتجارة الرقمية|خرائط جديدة تظهر تراجع الأنهار الجليدية|فريق الخبراء"
    " يقدم تقريره"
    " عن الأمن المائي|افتتاح دورة تدريبية لموظفي الجمارك في ألماتي|بيان مشترك بشأن سلامة المحطات النووية|الأمين"
    " العام يزور"
    " المحافظات المنكوبة بالفيضانات|دعوة لتقديم مشاريع للعلماء الشباب|ثلاثة مختبرات تتقاسم جائزة المحركات النظيفة|الدول"
    " الأعضاء تعتمد ميزانية عام ٢٠٢٧|المراقبون يشيدون بانتخابات هادئة في الأرخبيل|اختتام مؤتمر اللغات النادرة في داكار|"
    "أولى قطارات الحاويات تعبر الممر",
    "de": "Minister einigen sich auf gemeinsame Regeln für den digitalen Handel|Neue Satellitenkarten zeigen"
    " schwindende"
    " Gletscher|Expertengruppe legt Bericht zur Wassersicherheit vor|Lehrgang für Zollbeamte in Almaty eröffnet"
    "|Gemeinsame"
    " Erklärung zur Sicherheit von Kernkraftwerken|Generalsekretär besucht überflutete Provinzen|Ausschreibung:"
    " Förderung für"
    " junge Forscher|Drei Labore teilen sich den Preis für saubere Motoren|Mitgliedstaaten beschließen Haushalt 2027|"
    "Beobachter loben ruhige Wahlen|Konferenz über seltene Sprachen endet in Dakar|Erste Containerzüge fahren durch den"
    " Korridor",
    "ja": "デジタル貿易の共通規則で閣僚が合意|衛星地図が示す氷河の縮小|専門家グループが水の安全保障報告書を提出|"
    "アルマトイで税関職員の研修が開講|"
    "原子力発電所の安全に関する共同声明|事務総長が洪水被災地を訪問|若手研究者向け小規模助成の公募を開始|三つの研究所がクリーンエンジン賞を共同受賞|"
    "加盟国が来年度予算を採択|監視団が平穏な選挙を評価|希少言語会議がダカールで閉幕|鉄道回廊で初のコンテナ列車が運行",
}
_WORDS: Final = {
    "en": "News|Home|Most read|Read more|About us|Contact|Search|Next",
    "ru": "Новости|Главная|Популярное|Подробнее|О нас|Контакты|Поиск|Далее",
    "zh": "新闻|首页|热门文章|更多|关于我们|联系我们|搜索|下一页",
    "fr": "Actualités|Accueil|Les plus lus|Lire la suite|À propos|Contact|Recherche|Suivant",
    "es": "Noticias|Inicio|Lo más leído|Leer más|Quiénes somos|Contacto|Buscar|Siguiente",
    "ar": "الأخبار|الرئيسية|الأكثر قراءة|اقرأ المزيد|من نحن|اتصل بنا|بحث|التالي",
    "de": "Nachrichten|Startseite|Meistgelesen|Weiterlesen|Über uns|Kontakt|Suche|Weiter",
    "ja": "ニュース|トップ|人気記事|続きを読む|私たちについて|お問い合わせ|検索|次へ",
}
_MENU: Final = {
    "en": "Mission and history of the organisation|Governing bodies and members|Programmes in the regions"
    "|Publications and"
    " data sets|Employment and procurement",
    "ru": "Миссия и история организации|Руководящие органы и члены|Программы в регионах|Публикации и наборы данных"
    "|Вакансии и"
    " закупки",
    "zh": "本组织的使命与历史|理事机构与成员国|各地区项目|出版物与数据集|招聘与采购",
}
_MONTHS: Final = {
    "en": "October November",
    "ru": "октября ноября",
    "fr": "octobre novembre",
    "es": "octubre noviembre",
    "ar": "أكتوبر نوفمبر",
    "de": "Oktober November",
}
_NEWEST: Final = date(2026, 11, 24)
_TEASERS: Final = ("begin", "after", "under", "with")


class Story(NamedTuple):
    """One article that a page lists. `written` is its date as the page writes it, `more` the text of its button."""

    number: int
    title: str
    path: str
    day: date
    written: str
    teaser: str
    more: str

    @property
    def html(self) -> str:
        return escape(self.title)


class ListPage(NamedTuple):
    """A page and what should be found on it."""

    url: str
    body: bytes
    language: str
    links: list[str]
    titles: list[str]
    days: list[date | None]


def written_day(day: date, language: str, style: int) -> str:
    """The date as people of a language write it; `style` 0: with a word where the language has one, 1: in digits."""
    if style or language not in _MONTHS:
        return day.strftime({"zh": "%Y-%m-%d", "ja": "%Y年%m月%d日", "en": "%Y-%m-%d"}.get(language, "%d.%m.%Y"))
    month = _MONTHS[language].split()[day.month - 10]
    if language == "en":
        return f"{month} {day.day}, {day.year}"
    return f"{day.day}{'.' if language == 'de' else ' de' if language == 'es' else ''} {month} {day.year}"


def stories(language: str, count: int, *, path: str = "/news/{}-{}/", style: int = 0) -> list[Story]:
    """The newest `count` stories in `language`; `path` takes a number and a slug."""
    slugs = TITLES["en"].split("|")
    found = []
    for number, title in enumerate(TITLES[language].split("|")[:count]):
        day = _NEWEST - timedelta(days=number * 4)
        slug = "-".join(slugs[number].lower().replace(":", "").split()[:5])
        teaser = f"{title} {' '.join(_TEASERS)} — {title} ({number * 7 + 3}). {title}."
        more = _WORDS[language].split("|")[3]
        found.append(
            Story(number, title, path.format(4000 - number, slug), day, written_day(day, language, style), teaser, more)
        )
    return found


Body = Callable[[list[Story]], str]
Frame = Callable[[str, str, list[Story], random.Random], str]


def make_page(
    body: Body, frame: Frame, language: str, *, count: int, path: str, style: int, dated: bool, seed: int
) -> ListPage:
    """A page of a site: `frame` around the list that `body` makes."""
    listed = stories(language, count, path=path, style=style)
    html = frame(language, body(listed), stories(language, 12, path=path, style=style), random.Random(seed))
    origin = "https://www.organisation.example"
    return ListPage(
        f"{origin}/{'news/' if path.startswith('/news/') else 'news.html'}",
        html.encode(),
        language,
        [origin + story.path for story in listed],
        [story.title for story in listed],
        [story.day if dated else None for story in listed],
    )


def _menu(language: str, inner: int, prefix: str = "/") -> str:
    names = _MENU.get(language, _MENU["en"]).split("|")
    return "".join(
        f'<li><a href="{prefix}section-{place}/">{name}</a><ul>'
        + "".join(
            f'<li><a href="{prefix}section-{place}/{n}/">{other} {n}</a></li>' for n, other in enumerate(names[:inner])
        )
        + "</ul></li>"
        for place, name in enumerate(names)
    )


def _popular(language: str, others: list[Story], chance: random.Random) -> str:
    chosen = chance.sample(others, 4)
    return "".join(f'<li><a href="{story.path}">{story.html}</a></li>' for story in chosen)


def _page(language: str, inner: str) -> str:
    direction = ' dir="rtl"' if language == "ar" else ""
    word = _WORDS[language].split("|")
    return (
        f'<!DOCTYPE html><html lang="{language}"{direction}><head><meta charset="utf-8"><title>{word[0]} | Organisation'
        f"</title><script>var a = '<a href=/x/>';</script></head><body>{inner}</body></html>"
    )


def semantic(language: str, body: str, others: list[Story], chance: random.Random) -> str:
    """Header, nav, main, aside and footer as HTML names them."""
    word = _WORDS[language].split("|")
    return _page(
        language,
        f'<header><a href="/"><img src="/l.svg" alt="Organisation"></a><nav><ul>{_menu(language, 5)}</ul></nav>'
        f"</header>"
        f'<nav aria-label="breadcrumb"><ol><li><a href="/">{word[1]}</a></li><li>{word[0]}</li></ol></nav>'
        f"<main><h1>{word[0]}</h1>{body}<nav><a href='?page=2'>2</a> <a href='?page=3'>3</a> <a"
        f" href='?page=2'>{word[7]}</a>"
        f"</nav></main><aside><h2>{word[2]}</h2><ul>{_popular(language, others, chance)}</ul></aside>"
        f"<footer><ul>{_menu(language, 2)}</ul><a href='/privacy/'>Privacy</a></footer>",
    )


def named(language: str, body: str, others: list[Story], chance: random.Random) -> str:
    """Everything in `<div>`s with telling classes."""
    word = _WORDS[language].split("|")
    return _page(
        language,
        f'<div class="wrapper has-sidebar"><div id="header"><div class="lang-switch"><a href="/en/">English</a><a'
        f' href="/ru/">'
        f'Русский</a></div><ul class="main-menu">{_menu(language, 4)}</ul></div><div class="breadcrumbs"><a'
        f' href="/">{word[1]}'
        f'</a> / {word[0]}</div><div class="row"><div class="col-md-8 content"><h1 class="page-title">{word[0]}'
        f"</h1>{body}"
        f'<ul class="pagination"><li><a href="/news/page/2/">2</a></li><li><a href="/news/page/9/">9</a></li></ul>'
        f"</div>"
        f'<div class="col-md-4 sidebar"><h3>{word[2]}</h3><ul>{_popular(language, others, chance)}</ul><h3>Tags</h3>'
        f'<a href="/tag/water/">water</a><a href="/tag/trade/">trade</a></div></div>'
        f'<div class="footer"><ul>{_menu(language, 3)}</ul></div></div>',
    )


def nameless(language: str, body: str, others: list[Story], chance: random.Random) -> str:
    """`<div>`s whose classes tell nothing; the box of popular articles has only its heading."""
    word = _WORDS[language].split("|")
    return _page(
        language,
        f'<div class="a1"><div class="b1"><ul>{_menu(language, 3)}</ul></div><div class="b2"><div class="c1">'
        f"<h1>{word[0]}</h1>"
        f'{body}<div class="c9"><a href="?p=1">1</a><a href="?p=2">2</a><a href="?p=3">3</a></div></div>'
        f'<div class="c2"><div class="d1"><h4>{word[2]}</h4></div><div class="d2">'
        f"<ul>{_popular(language, others, chance)}</ul>"
        f'</div></div></div><div class="b3"><ul>{_menu(language, 2)}</ul><p>© Organisation</p></div></div>',
    )


def crowded(language: str, body: str, others: list[Story], chance: random.Random) -> str:
    """Much besides the list: a menu of long names, events to come, a box of older articles, links to partners."""
    word = _WORDS[language].split("|")
    names = _MENU.get(language, _MENU["en"]).split("|")
    menu = "".join(
        f'<div class="m"><a href="/en/fields/areas-of-work-{n}/">{names[n % 5]} {n}</a></div>' for n in range(40)
    )
    events = "".join(
        f'<li><a href="/events/{story.number}/">{story.html}: {word[5]}</a> <span>{story.day + timedelta(days=90)}'
        f"</span></li>"
        for story in chance.sample(others, 8)
    )
    partners = "".join(f'<a href="https://partner-{n}.example/en/">{names[n % 5]}</a>' for n in range(12))
    return _page(
        language,
        f'<div class="z1">{menu}</div><div class="z2"><div class="col-8"><h1>{word[0]}</h1>{body}</div><div'
        f' class="col-4">'
        f"<div class='z4'><b>{word[4]}</b><ul>{events}</ul></div><div class='z5'>"
        f"<ul>{_popular(language, others, chance)}</ul></div>"
        f"</div></div><div class='z6'>{partners}</div>",
    )


def tables(language: str, body: str, others: list[Story], chance: random.Random) -> str:
    """A page of the nineties: a table with the menu on the left, the list in the middle, links on the right."""
    word = _WORDS[language].split("|")
    menu = "".join(f"<tr><td><a href='/s{n}.html'>{name}</a></td></tr>" for n, name in enumerate(word[4:] + word[:2]))
    return _page(
        language,
        f'<form id="aspnetForm" action="/news.aspx"><table><tr><td colspan="3"><font size="5">{word[0]}</font>'
        f"</td></tr><tr><td>"
        f"<table>{menu}</table></td><td>{body}<br><a href='/news/index_2.html'>{word[7]}</a></td><td><b>{word[2]}</b>"
        f"<ul>{_popular(language, others, chance)}</ul></td></tr></table></form>",
    )


FRAMES: Final[dict[str, Frame]] = {
    "semantic": semantic,
    "named": named,
    "nameless": nameless,
    "crowded": crowded,
    "tables": tables,
}
