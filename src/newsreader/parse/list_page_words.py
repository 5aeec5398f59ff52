"""Words of list pages in the main languages that tell a headline from a button, and the news from other boxes."""

import re
from typing import Final

_BUTTONS: Final = (
    "read more|read on|read|read the article|read article|read full story|full story|full article|more|more info"
    "|more information|learn more|find out more|see more|view more|view|view all|see all|all news|more news|show more"
    "|load more|continue reading|continue|details|download|download pdf|pdf|open|share|link|click here|here|next"
    "|previous|back|older posts|newer posts|older|newer|subscribe|print|watch|watch video|listen|register|apply"
    "|website|permalink|leave a comment|comments|no comments|add comment|reply|video|photo|photos"
    "|gallery|news|all|top|home|rss"
    "|подробнее|читать далее|читать|читать дальше|далее|узнать больше|узнать подробнее|подробно|перейти|смотреть"
    "|все новости|ещё|еще|показать ещё|показать еще|скачать|назад|вперёд|вперед|поделиться|читать полностью|комментарии"
    "|новости|главная|открыть|ссылка|следующая|предыдущая"
    "|更多|查看更多|查看详情|详情|详细|阅读全文|阅读更多|全文|了解更多|下一页|上一页|首页|尾页|末页|返回|下载|点击查看"
    "|続きを読む|もっと見る|詳細|詳しくはこちら|詳細はこちら|一覧|一覧へ|次へ|前へ|더보기|자세히 보기"
    "|lire la suite|lire plus|en savoir plus|lire|voir plus|voir tout|plus|suite|suivant|précédent|télécharger|partager"
    "|leer más|leer mas|ver más|ver mas|más información|seguir leyendo|saber más|ver todo|ver todas|siguiente|anterior"
    "|descargar|compartir|noticias|weiterlesen|mehr|mehr erfahren|mehr lesen|mehr dazu|zum artikel|lesen|weiter|zurück"
    "|herunterladen|alle anzeigen|teilen|leia mais|ler mais|saiba mais|mais|veja mais|leggi|leggi tutto|leggi di più"
    "|continua|continua a leggere|scopri di più|اقرأ المزيد|المزيد|قراءة المزيد|التفاصيل|إقرأ المزيد|اقرأ أكثر"
    "|عرض المزيد|عرض الكل|التالي|السابق|تحميل|مشاركة|للمزيد"
)
_BUTTON_SET: Final = frozenset(_BUTTONS.split("|"))
_EDGES: Final = re.compile(r"^[\s\W_]+|[\s\W_]+$")
_COUNTED: Final = re.compile(r"^\d+\s+\w+$|^[\d\s.,/:|–—-]*$")

OTHERS: Final = re.compile(
    r"\b(?:most (?:read|popular|viewed|shared|commented)|popular|trending|top stories|related|other news|more news"
    r"|you (?:may|might) (?:also )?like|recommended|recommendations|editor['’]?s? (?:choice|picks?)|see also|read also"
    r"|also read|must read|don['’]t miss|quick links|useful links|recent (?:comments|posts)"
    r"|upcoming events|follow us|popul[aä]r\w*|популярн\w*|самое читаемое|другие новости|читайте также|смотрите также"
    r"|похожие|по теме|рекоменду\w*|также по теме|выбор редакции|ещё новости|les plus lus|à lire aussi"
    r"|lire aussi|articles? (?:liés|similaires|récents)|lo más leído|más leíd[ao]s|lo más visto"
    r"|también te puede|relacionad[ao]s"
    r"|meistgelesen\w*|beliebt\w*|das könnte|ähnliche|verwandte|mais lid[ao]s|leia também|più lett[ie]|leggi anche)\b"
    r"|热门|排行|相关|推荐|点击榜|热点|友情链接|快速链接|人気|ランキング|関連|おすすめ|الأكثر قراءة|الأكثر|ذات صلة"
    r"|أخبار أخرى|اقرأ أيضا|قد يهمك|مواضيع",
    re.IGNORECASE,
)
"""Headings over boxes that show articles again, or other ones."""

WIDE: Final = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")


_BUTTON_FRONT: Final = re.compile(
    r"^(?:(?:read|learn|find out|see) more (?:about|on)|continue reading|read more|read article|подробнее|читать далее"
    r"|lire la suite|en savoir plus|leer más|weiterlesen)\b\s*(?:[:–—-]\s*|(?=\S))",
    re.IGNORECASE,
)


def without_button(text: str) -> str:
    """`text` without the words for a click before a headline, as links for screen readers have them."""
    return _BUTTON_FRONT.sub("", text)


def is_button(text: str) -> bool:
    """Whether a link's text says what a click does, not what an article is about."""
    bare = _EDGES.sub("", text).casefold()
    return (len(bare) < 3 and not WIDE.search(bare)) or bare in _BUTTON_SET or bool(_COUNTED.match(bare))


def width(text: str) -> int:
    """The length of a headline, where a Chinese, Japanese or Korean character counts as two and a half letters."""
    return len(text) + len(WIDE.findall(text)) * 3 // 2
