"""Pages of a small news site in three languages, as its articles look: the truth, and the page around it."""

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Story:
    language: str
    title: str
    date_line: str
    paragraphs: tuple[str, ...]
    menu: tuple[str, ...]
    share: str
    other_news: str
    others: tuple[str, ...]
    footer: str


ENGLISH = Story(
    "en",
    "Observers Compared Flood Warnings at a Regional Workshop",
    "September 8, 2023",
    (
        "The River Data Office took part in the second regional workshop on flood warnings, which was held in the old"
        " harbour hall on September 7 – 8, 2023.",
        "On September 8, 2023, the second day of the workshop, the session on shared gauges opened with a report by"
        " M. Lindqvist, head of the measuring service, on what thirty years of water levels can tell a small town.",
        "The report compared four ways of warning people at night, gave the likely costs of each, and dwelt on the"
        " villages that no mobile network reaches; the speaker said that a siren wakes more people than a message.",
        "As first steps the participants named common units for all gauges; a list of contact persons that is checked"
        " twice a year; and one page on the web where every country shows the same five numbers.",
        "The hosts expressed interest in the proposals and offered to hold the next meeting before the spring thaw.",
    ),
    ("Home", "About the Office", "Projects", "Experts", "News", "Contacts"),
    "Share",
    "Other news",
    (
        "The Office Signed an Agreement on Open Measurements",
        "Twelve New Gauges Were Set Up along the Upper River",
        "Students Visited the Forecasting Room in the Capital",
    ),
    "© River Data Office, 2023. All rights reserved. Harbour street 4, tel. 000 12 34",
)
RUSSIAN = Story(
    "ru",
    "Наблюдатели сравнили способы оповещения о паводках",
    "8 сентября 2023",
    (
        "Бюро речных данных приняло участие во втором региональном семинаре по оповещению о паводках, который прошёл"
        " в старом портовом зале 7–8 сентября 2023 года.",
        "8 сентября 2023 года, во второй день семинара, сессию об общих измерительных постах открыл доклад руководителя"
        " службы измерений М. Линдквиста о том, что говорят тридцать лет наблюдений за уровнем воды.",
        "В докладе сравнивались четыре способа будить людей ночью, назывались вероятные расходы, а также сёла, до"
        " которых не доходит ни одна сеть; по словам докладчика, сирена по-прежнему будит больше людей, чем сообщение.",
        "Первыми шагами участники назвали общие единицы для всех постов, список контактных лиц, который проверяется"
        " дважды в год, и одну страницу в сети, где каждая страна показывает одни и те же пять чисел.",
        "Хозяева встречи проявили интерес к предложениям и пригласили участников собраться снова до весеннего паводка.",
    ),
    ("Главная", "О бюро", "Проекты", "Эксперты", "Новости", "Контакты"),
    "Поделиться",
    "Другие новости",
    (
        "Бюро подписало соглашение об открытых измерениях",
        "В верховьях реки установили двенадцать новых постов",
        "Студенты побывали в зале прогнозов в столице",
    ),
    "© Бюро речных данных, 2023. Все права защищены. Портовая улица, 4, тел. 000 12 34",
)
CHINESE = Story(
    "zh",
    "观察员在区域研讨会上比较洪水预警方式",
    "2023年9月8日",
    (
        "河流数据办公室参加了第二届区域洪水预警研讨会，会议于2023年9月7日至8日在老港口大厅举行，来自六个国家的代表出席了会议。",
        "2023年9月8日，研讨会第二天，关于共用水位站的会议由测量处处长林奎斯特的报告开始，他介绍了三十年来的水位数据能够告诉小城镇哪些事情。",
        "报告比较了夜间提醒居民的四种方式，给出了每种方式可能的费用，并特别谈到没有移动网络覆盖的村庄；发言人表示，警笛仍然比短信更能叫醒人们。",
        "与会者提出的第一步措施包括：所有水位站采用统一的单位；每年核对两次的联系人名单；以及一个网页，各国在上面公布同样的五个数字。",
        "主办方对这些建议表示感兴趣，并提议在春季融雪之前举行下一次会议。",
    ),
    ("首页", "关于我们", "项目", "专家", "新闻", "联系我们"),
    "分享到",
    "其他新闻",
    ("办公室签署开放测量协议", "上游沿岸新设十二个水位站", "学生参观首都的预报大厅"),
    "© 河流数据办公室，2023年。版权所有。港口街4号，电话 000 12 34",
)
STORIES = {story.language: story for story in (ENGLISH, RUSSIAN, CHINESE)}


def page(story: Story, *, charset: str = "utf-8") -> str:
    """The page of `story`: its title three times, a menu, a way to it, buttons, other news and a footer around it."""
    title = escape(story.title)
    menu = "".join(f'<li><a href="/{n}/">{escape(entry)}</a></li>' for n, entry in enumerate(story.menu))
    first, *rest = (f"<p>{escape(paragraph)}</p>" for paragraph in story.paragraphs)
    others = "".join(
        f'<div class="item"><a href="/news/{n}/">{escape(other)}</a><span>{story.date_line}</span></div>'
        for n, other in enumerate(story.others)
    )
    return f"""<!DOCTYPE html>
<html lang="{story.language}"><head><meta charset="{charset}"><title>{title}</title>
<meta property="og:site_name" content="River Data Office"></head>
<body><div class="wrapper">
<div class="header"><div class="logo"><a href="/"><img src="/logo.png" alt="logo"></a></div>
<ul class="top-menu">{menu}</ul></div>
<div class="crumbs"><a href="/">{story.menu[0]}</a> / <a href="/news/">{story.menu[4]}</a> / <span>{title}</span></div>
<div class="content"><h1>{title}</h1>
<div class="news-detail">
<span class="news-date-time">{story.date_line}</span>
<h3>{title}</h3>
{first}
<img src="/upload/hall.jpg" width="800" height="530" alt="">
<p><b>{title}</b></p>
{"".join(rest)}
</div>
<div class="ya-share"><span>{story.share}:</span> <a href="https://t.me/share">Telegram</a> <a href="#">VK</a></div>
<div class="more"><h2>{story.other_news}</h2>{others}</div>
</div>
<div class="bottom"><ul>{menu}</ul><p>{escape(story.footer)}</p></div>
</div></body></html>"""
