"""Whether text that decodes as GB18030 is Chinese, and which encoding it is in where it is not.

Almost any bytes decode as GB18030. What tells real text from nonsense is that a few hundred characters make up most of
what is written in Chinese, while bytes of another encoding fall on any of many thousands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# The five hundred most frequent characters of modern Chinese, and those of the names of bodies, people and energy.
_FREQUENT = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三"
    "之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间"
    "样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革"
    "位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队"
    "南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真"
    "务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书"
    "布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效"
    "斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严"
    "源网储输配企协融绿智慧氢碳牵银校港司股份责限演岸桥尔兰哈坦巴亚非欧盟洲伊俄罗阿塔吉乌兹哥缅泰越柬老挝印尼度菲律宾蒙古朝鲜韩德英法"
    "李王张刘陈杨赵黄周吴徐孙胡朱郭罗梁宋郑谢唐冯董萧曹袁邓傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶余潘杜戴夏钟汪姜范姚谭廖邹熊陆郝孔崔康邱秦顾侯邵孟龙雷钱汤尹黎易武乔贺赖龚"
    "甲乙丙丁鑫淼焱垚森磊鼎鹏鹤翔翰轩雯琪琳瑶瑜瑞璐珊玲珍琴芳芬芸莉莎菲蓉蕾薇颖婷娜娟婧嫣妍慧敏静淑丽倩欣怡悦彤霞霖霆震雄伟刚勇毅俊杰豪辉煌晖晓旭昊昌昕晨晶曦"
    "涛浩泽洋洪润清澄渊滨瀚炜烨煜燕宁宇宏寅宸岩岳峰嵩巍帆凯凡栋柏桐梅梓楠榕樊璇钧铭锋锐锦镇骏骁骞麟鸿鹃莹萌筠筱纯绍维翠耀聪肖舒良茂荣祥祺福禄禹秀秋稳穆竣笑"
    "發電國會業產學經濟開關無為個們來時對這說過還應進機實體與東車長見風飛馬龍門間題員問聯網組織義務歐亞"
)
_MIN_SHARE = 0.3
"""Of the characters that are Chinese in name, how many must be frequent ones: real text has 0.5 and more, nonsense in
which the characters are evenly spread 0.15 at the most."""

# What GB18030 writes in four bytes, every other one of them a digit: text of no other encoding comes out as these.
_RARE = re.compile("[\u3400-\u4dbf\U00020000-\U000323af]")

# Punctuation and full-width forms say nothing either way.
_NEUTRAL = re.compile(r"[\x00-\x7f\u00b7\u2000-\u22ff\u3000-\u303f\uff00-\uffef]")


@dataclass(frozen=True)
class _Encoding:
    """One that is told apart by its letters: the share of these among all beyond ASCII must be high."""

    name: str
    codec: str
    letters: re.Pattern[str]
    share: float


_KANA, _CHINESE = re.compile("[\u3041-\u30fe]"), re.compile(f"[{''.join(sorted(_FREQUENT))}]")
_SYLLABARIES = (
    _Encoding("EUC-KR", "euc_kr", re.compile("[\uac00-\ud7a3]"), 0.9),
    _Encoding("Shift-JIS", "shift_jis", _KANA, 0.2),
    _Encoding("EUC-JP", "euc_jp", _KANA, 0.2),
)
_IDEOGRAMS = (
    _Encoding("Big5", "big5", _CHINESE, _MIN_SHARE),
    _Encoding("Shift-JIS", "shift_jis", _CHINESE, _MIN_SHARE),
)
# The letters that make up most of a text in an alphabet. Encodings of one alphabet hold them in different places, and
# often capitals where another has small letters, so that the right one is that which shows the most of them.
_RUSSIAN = re.compile("[оеаинтсрвлкмдпуязыбьгчйхж]")
_ALPHABETS = (
    _Encoding("Windows-1251", "cp1251", _RUSSIAN, 0.7),
    _Encoding("KOI8-R", "koi8_r", _RUSSIAN, 0.7),
    _Encoding("ISO 8859-5", "iso8859_5", _RUSSIAN, 0.7),
    _Encoding("CP866", "cp866", _RUSSIAN, 0.7),
    _Encoding("Windows-1253", "cp1253", re.compile("[αοιετσνηυρπκμλςίάόέήύγδχθ]"), 0.7),
    _Encoding("Windows-1256", "cp1256", re.compile("[اليمونرتبةعدسفهكقحجطشصخ]"), 0.8),
    _Encoding("Windows-874", "cp874", re.compile("[\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e4e]"), 0.95),
)
_SAMPLE = 1 << 16
_RUNS = re.compile(rb"[\x80-\xff]+")
_HZ = re.compile(rb"~\{(?:[!-w][!-~])+~\}")
_UTF7 = re.compile(rb"\+[A-Za-z0-9/+]{3,}")
_ONLY_CHINESE = re.compile("[\u4e00-\u9fff]+")


def is_chinese(text: str) -> bool:
    """Whether the characters beyond ASCII are Chinese text, not bytes of another encoding decoded by chance."""
    told = _NEUTRAL.sub("", text)
    known = sum(map(_FREQUENT.__contains__, told)) + len(_RARE.findall(told))
    return known >= _MIN_SHARE * len(told)


def likely_encoding(data: bytes) -> str | None:
    """The name of the encoding that the bytes look like; None where none of those looked for fits."""
    sample = data[:_SAMPLE]
    found = _first_that_fits(sample, _SYLLABARIES)
    if found is None and _has_lone_letters(sample):
        return "Windows-1252"
    if found is None:
        shares = {one.name: _share(sample, one) for one in _ALPHABETS}
        fitting = [one.name for one in _ALPHABETS if shares[one.name] >= one.share]
        found = max(fitting, key=lambda name: shares[name], default=None)
    return found or _first_that_fits(sample, _IDEOGRAMS)


def packed_encoding(data: bytes) -> str | None:
    """The encoding of bytes that are all ASCII but stand for other characters; None where they are what they show."""
    if b"\x1b$" in data:
        return "ISO-2022"
    if _HZ.search(data):
        return "HZ"
    texts = ((found[0] + b"-").decode("utf-7", "replace") for found in _UTF7.finditer(data[:_SAMPLE]))
    return "UTF-7" if any(_ONLY_CHINESE.fullmatch(text) for text in texts) else None


def _first_that_fits(sample: bytes, encodings: tuple[_Encoding, ...]) -> str | None:
    return next((one.name for one in encodings if _share(sample, one) >= one.share), None)


def _share(sample: bytes, one: _Encoding) -> float:
    """How many of the characters beyond ASCII are letters of the encoding."""
    beyond = [letter for letter in sample.decode(one.codec, "replace") if not letter.isascii()]
    return sum(map(bool, map(one.letters.match, beyond))) / len(beyond) if beyond else 0.0


def _has_lone_letters(sample: bytes) -> bool:
    """Whether most bytes beyond ASCII are single ones within words of ASCII, as accented letters are."""
    runs = _RUNS.findall(sample)
    return bool(runs) and sum(len(run) == 1 for run in runs) > len(runs) / 2
