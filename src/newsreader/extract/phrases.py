"""The words of what stands around articles, in the main languages: regular expressions, separated by semicolons."""

from typing import Final

from newsreader.extract.words import word_set


def _any(table: str) -> str:
    return "|".join(" ".join(phrase.split()) for phrase in table.split(";"))


RELATED: Final = _any(
    r"""
    read (?:more|also|next|the full); also read; also see; see also; related(?:
    (?:articles?|stories|story|news|posts?|links?|content|coverage|topics?|reading|videos?|items?|materials?))?;
    more (?:from|on|about|in|news|stories|coverage|great)\b; other news; latest news; top stories; recommended(?:
    (?:for you|reading|articles?|stories|videos?|posts?|links?))?; you (?:may|might) (?:also )?(?:like|be
    interested); (?:most|more) (?:read|popular|viewed|shared); trending(?: \w+)?; don'?t miss; what to read next;
    further reading; on this topic; popular (?:now|posts|articles|stories|news); recent
    (?:posts|news|articles|stories); читайте также; читать также; читайте по теме; смотрите также; см\. также; ещё
    по теме; еще по теме; по теме; (?:другие|последние|похожие|свежие|главные|связанные|популярные|все)
    (?:новости|материалы|публикации|статьи|записи); материалы по теме; новости по теме;
    相关(?:新闻|阅读|文章|报道|链接|推荐|内容); (?:更多|其他|其它|最新|热门|推荐)(?:新闻|阅读|文章|资讯|推荐|内容);
    延伸阅读; 推荐阅读; 猜你喜欢; 上一篇; 下一篇; 相關(?:新聞|閱讀|文章|報導|連結);
    (?:更多|其他|最新|熱門|推薦)(?:新聞|閱讀|文章); 関連(?:記事|ニュース|リンク); あわせて読みたい; おすすめ記事;
    관련 ?(?:기사|뉴스); (?:à )?lire aussi; lire (?:la suite|également); à lire(?: \w+)?; voir aussi; sur le même
    (?:sujet|thème); articles? (?:liés?|similaires?|connexes?); autres (?:actualités|articles|nouvelles); dernières
    (?:actualités|nouvelles); les plus lus; l[eé]a (?:también|además|más); lee (?:también|además|más); leer más; ver
    también; te puede interesar; también te puede interesar; m[aá]s (?:noticias|información); (?:otras|últimas)
    noticias; noticias relacionadas; art[ií]culos relacionados; lo más (?:leído|visto); اقر[أا] أيض[اً]+; اقرأ
    المزيد; (?:أخبار|مواضيع|مقالات) (?:ذات صلة|أخرى|متعلقة|مشابهة); ذات صلة; المزيد من; الأكثر قراءة; lesen sie
    (?:auch|mehr|hier); mehr (?:zum thema|aus|dazu|lesen); weitere (?:meldungen|nachrichten|artikel|themen); auch
    interessant; das könnte sie (?:auch )?interessieren; siehe auch; zum thema; meistgelesen; leia (?:também|mais);
    veja (?:também|mais); saiba mais; notícias relacionadas; mais (?:lidas|notícias); outras notícias; leggi anche;
    potrebbe interessarti; articoli correlati; altre notizie; czytaj (?:także|też); lees (?:ook|meer); läs
    (?:också|mer)
    """
)
"""Lines that lead to other articles."""

CALLS: Final = _any(
    r"""
    share (?:this|on|via|the (?:article|story|post|page))\b; share$; tweet(?: this)?$; sign up\b; subscribe\b;
    follow (?:us|me|our|@); click here\b; like us\b; join (?:our|us)\b; get (?:the|our)
    .{0,40}(?:newsletter|app|inbox); download (?:the|our) .{0,30}app; newsletter$; advertis(?:ing|ement)s?\W*$;
    sponsored(?: content| links?| by .{0,40})?$; story continues; article continues; continue reading; scroll down;
    skip to\b; print(?: this)?$; e-?mail(?: this)?$; comments?(?: \(?\d+\)?)?$; leave a (?:comment|reply); \d+
    comments?$; loading\W*$; enlarge(?: (?:this )?image)?\W*$; copy link; back to (?:top|list|news); log in(?: to
    .{0,40})?$; all rights reserved; copyright \W*\d{4}; ©; watch (?:the )?video$; donate(?: now)?$; поделиться;
    подпис(?:аться|ывайтесь|ывайся|итесь); следите за; реклама$; комментари(?:и|ев|й)\W*\d*$; распечатать$; версия
    для печати; назад к списку; вернуться (?:к|в|на)\b; все права защищены; нашли (?:ошибку|опечатку); наш(?:и)?
    (?:канал|телеграм|группа); оставить комментарий; скопировать ссылку; 分享(?:到|至|$); 关注我们; 关注公众号;
    扫一扫; 责任编辑; 责编; 【?(?:打印|关闭|纠错); 广告$; 评论$; 版权所有; 返回(?:列表|顶部); 微信扫; 責任編輯;
    分享本文; シェア; コメント$; 공유하기; partager(?: sur .{0,30})?$; abonnez[- ]vous; suivez[- ]nous; inscrivez[-
    ]vous; publicité$; commentaires?$; imprimer$; tous droits réservés; retour (?:à|aux); recevez
    (?:nos|notre|la)\b; comp[aá]rt(?:ir|e|elo)\b; suscr[ií]b; síguenos; publicidad$; comentarios?$; imprimir$; todos
    los derechos; volver (?:a|al)\b; شارك(?:وا)? (?:هذا|على|عبر|المقال|الخبر); مشاركة$; تابعنا; تابعوا?نا;
    اشترك(?:وا)? في; إعلان$; التعليقات\W*\d*$; طباعة$; جميع الحقوق; teilen(?: auf .{0,30})?$; abonnieren; folgen
    sie; anzeige$; kommentare?$; drucken$; newsletter abonnieren; alle rechte vorbehalten; zurück (?:zu|zur);
    compartilh; inscreva-se; siga[- ]nos; publicidade$; condividi; iscriviti; seguici; pubblicità$
    """
)
"""Lines that want something of the reader."""

TAG_LABELS: Final = _any(
    r"""
    filed under; posted in; tags?; categor(?:y|ies); labels; topics; keywords; рубрик[аи]; тег[иа]?; метки;
    категори[яи]; 标签; 关键词; mots[- ]clés; étiquettes; etiquetas; schlagw[öo]rte; الوسوم; كلمات
    """
)
SOURCE_LABELS: Final = _any(
    r"""
    by; автор; author; 作者; 记者; 编辑; 来源; source; источник; autor; auteur; von; par; por; المصدر; الكاتب
    """
)
PICTURE_LABELS: Final = _any(r"(?:photo|image|foto|фото|credit)s?; 图; 图片; صورة")
DATE_LABELS: Final = _any(
    r"""
    posted; published; updated; last updated; last modified; опубликовано; обновлено; 发布时间; 发布; 更新;
    publié; mis à jour; publicado; actualizado; veröffentlicht; aktualisiert; نشر
    """
)

AROUND_NAMES: Final = _any(
    r"""
    nav; navbar; navigation; menu; breadcrumbs?; sidebar; side-?bar; footer; foot; share; sharing;
    shares?(?:bar|buttons?|links?|tools?); social; socials; sociallinks; addthis; sharethis; related; related\w*;
    recommend(?:ed|ations?)?; recirc\w*; outbrain; taboola; promo\w*; newsletter\w*; subscribe\w*; subscription;
    signup; comments?; comment-?list; disqus\w*; respond; popular; trending; most-?read; other-?news; othernews;
    more-?news; read-?more; readmore; see-?also; tags?; taglist; tagcloud; pagination; pager; advert\w*; ads?;
    adsense; banner; sponsor\w*; cookies?; popup; modal; login; search; toolbar; widget;
    author-?(?:box|bio|info|card); bio; rail; teasers?; postinfo; post-?meta; entry-?meta; jp-relatedposts;
    sharedaddy
    """
)
"""Class names of what stands beside an article."""

META_NAMES: Final = _any(
    r"""
    by-?line; author; date; dateline; datetime; time; timestamp; published; pub-?date; publish-?date; posted-?on;
    meta; kicker; eyebrow; deck; dek; stand-?first; reading-?time; read-?time; estimated-?read-?time; views?;
    counter; source; editor; headline; post-?title; entry-?title; article-?title; page-?title; news-?title
    """
)
"""Class names of dates, authors, headlines."""

CAPTION_NAMES: Final = _any(
    r"""
    captions?; caption-?text; wp-caption-text; credits?; photo-?credit; image-?credit; image-?caption; img-?caption;
    media-?caption; photo-?caption; figcaption; copyright; legend; thumbnail-credit
    """
)
"""Class names of what is said about pictures."""

DATE_WORDS: Final = word_set(
    """
    published posted updated last modified on at by the of um am pm a m p uhr date time est edt cst cdt mst pst pdt
    gmt utc cet msk bst et pt ist mon monday tue tues tuesday wed wednesday thu thur thurs thursday fri friday sat
    saturday sun sunday jan january feb february mar march apr april may jun june jul july aug august sep sept
    september oct october nov november dec december st nd rd th ago hours hour minutes minute days day января
    февраля марта апреля мая июня июля августа сентября октября ноября декабря понедельник вторник среда четверг
    пятница суббота воскресенье опубликовано обновлено дата г года в janvier février mars avril mai juin juillet
    août septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi samedi dimanche le à publié mis
    jour h enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes
    miércoles jueves viernes sábado domingo de del las publicado actualizado hrs januar februar märz juni juli
    oktober dezember montag dienstag mittwoch donnerstag freitag samstag sonntag den vom veröffentlicht aktualisiert
    stand janeiro fevereiro março maio junho julho setembro outubro novembro dezembro segunda terça quarta quinta
    sexta feira domingo às em gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre يناير فبراير
    مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس
    الجمعة السبت نشر تاريخ في 年 月 日 时 分 发布 时间 发布时间 更新 日期 星期
    """
)
"""Words that stand in a date and its label."""
