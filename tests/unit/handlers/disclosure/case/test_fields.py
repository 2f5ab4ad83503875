from datetime import date

import pytest

from handlers.disclosure.application import addresses
from handlers.disclosure.case import fields
from handlers.disclosure.case.fields import ApplicantKind, Contact, Delivery

TODAY = date(2026, 11, 20)
PERSON, ORGANISATION = ApplicantKind.NATURAL, ApplicantKind.ORGANISATION


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("2025年财政决算", None),
        ("石桥镇卫生院采购设备的合同,要盖章的扫描件", None),
        ("青政办发〔2019〕33号", None),
        ("我想要扶贫资金的发放名册，有隐私的部分盖住就行", None),
        ("能不能把教师招聘的评分原始记录公开", None),
        ("2024年征收了哪些地块的批文", None),
        ("做论文要用全县近五年人口年龄结构数据，能公开吗", None),
        ("", "information_short"),
        ("文件", "information_short"),
        ("？？？！！！。。。", "information_short"),
        ("1", "information_short"),
        ("80岁老人每月补贴多少", "information_question"),
        ("你们为什么还不给我们修路", "information_question"),
        ("营业执照办理需要几天呢", "information_question"),
        ("路" * 1001, "information_long"),
    ],
)
def test_the_description_is_long_enough_and_not_only_a_question(text: str, fault: str | None) -> None:
    assert fields.information(text).fault == fault


def test_the_words_of_the_description_are_kept_as_said() -> None:
    assert fields.information("  要２０２５年 财政决算！ ").value == "要２０２５年 财政决算！"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("我要申请公开2025年财政决算", "2025年财政决算"),
        ("信息公开申请 内容:2000年到2020年历年政府工作报告", "2000年到2020年历年政府工作报告"),
        ("请公开垃圾焚烧厂的环评报告", "垃圾焚烧厂的环评报告"),
        ("我要申请信息公开", ""),
        ("桂花路改造工程的招投标文件", "桂花路改造工程的招投标文件"),
    ],
)
def test_the_wish_is_taken_out_of_the_entrance(text: str, wanted: str) -> None:
    assert fields.wish(text) == wanted


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("个人", "natural"),
        ("我自己申请的", "natural"),
        ("单位", "organisation"),
        ("青岚县某某公司", "organisation"),
        ("随便", None),
        ("个人还是单位都行", None),
    ],
)
def test_the_kind_of_applicant_is_read(text: str, kind: str | None) -> None:
    checked = fields.applicant_kind(text)
    assert (checked.value if checked.fault is None else None) == kind


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("张三", PERSON, "张三"),
        ("我叫李一鸣", PERSON, "李一鸣"),
        ("姓名：王小雨。", PERSON, "王小雨"),
        ("阿依古丽•买买提", PERSON, "阿依古丽·买买提"),
        ("John Smith", PERSON, "John Smith"),
        ("张", PERSON, None),
        ("我不想填这个", PERSON, None),
        ("13800001234", PERSON, None),
        ("好的", PERSON, None),
        ("为什么要姓名？", PERSON, None),
        ("青岚(临溪)建设有限公司", ORGANISATION, "青岚（临溪）建设有限公司"),
        ("公司名称：青岚茶叶专业合作社", ORGANISATION, "青岚茶叶专业合作社"),
        ("张三", ORGANISATION, None),
        ("为什么要填单位", ORGANISATION, None),
        ("123456", ORGANISATION, None),
    ],
)
def test_a_name_is_told_from_other_words(text: str, kind: ApplicantKind, name: str | None) -> None:
    checked = fields.applicant_name(text, kind=kind)
    assert (checked.value if checked.fault is None else None) == name


@pytest.mark.parametrize(
    ("text", "kind", "fault"),
    [
        ("339901198503142016", PERSON, None),
        ("身份证 3399 0119 8503 1420 16", PERSON, None),
        ("339901198503142017", PERSON, "identity_checksum"),
        ("33990119850314", PERSON, "identity_length"),
        ("339901850314201", PERSON, "identity_legacy_15"),
        ("不告诉你", PERSON, "identity_empty"),
        ("519901201601010023", PERSON, "identity_minor"),
        ("91339901MA7X8Y9W51", ORGANISATION, "code_checksum"),
        ("91350100M000100Y43", ORGANISATION, None),
        ("339901198503142016", ORGANISATION, "code_checksum"),
    ],
)
def test_the_identity_is_checked_by_kind(text: str, kind: ApplicantKind, fault: str | None) -> None:
    assert fields.identity(text, kind=kind, today=TODAY).fault == fault


def test_fourteen_years_are_counted_to_the_birthday() -> None:
    number = "51990120121121002"
    sums = sum(
        int(d) * w for d, w in zip(number, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), strict=True)
    )
    number += "10X98765432"[sums % 11]
    assert fields.identity(number, kind=PERSON, today=date(2026, 11, 20)).fault == "identity_minor"
    assert fields.identity(number, kind=PERSON, today=date(2026, 11, 21)).fault is None


@pytest.mark.parametrize(
    ("text", "kind", "value", "fault"),
    [
        ("13800001234", PERSON, "13800001234", None),
        ("我的电话是 138-0000-1234", PERSON, "13800001234", None),
        ("＋８６ １３８００００１２３４", PERSON, "13800001234", None),
        ("0599-6612210", PERSON, "0599-6612210", None),
        ("6612210", PERSON, None, "phone_area_code"),
        ("12800001234", PERSON, None, "phone_prefix"),
        ("1380000123", PERSON, None, "phone_length"),
        ("没有电话", PERSON, None, "phone_empty"),
        ("李四 13800001234", ORGANISATION, "李四 13800001234", None),
        ("联系人：李四，电话：13800001234", ORGANISATION, "李四 13800001234", None),
        ("13800001234", ORGANISATION, None, "contact_person"),
    ],
)
def test_the_contact_is_read(text: str, kind: ApplicantKind, value: str | None, fault: str | None) -> None:
    checked = fields.contact(text, kind=kind)
    assert checked.fault == fault
    if value is not None:
        assert checked.value == value


def test_a_contact_comes_apart_again() -> None:
    assert fields.contact_of("李四 13800001234") == Contact("13800001234", "李四")
    assert fields.contact_of("0599-6612210") == Contact("0599-6612210")


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("电子版", Delivery.ELECTRONIC),
        ("发我微信就行", Delivery.ELECTRONIC),
        ("要excel的", Delivery.ELECTRONIC),
        ("邮寄到家", Delivery.POST),
        ("纸质的，EMS", Delivery.POST),
        ("我到窗口领取", Delivery.COUNTER),
        ("不要邮寄，发微信", None),
        ("都可以", None),
    ],
)
def test_the_delivery_is_read_when_it_is_one(text: str, way: Delivery | None) -> None:
    checked = fields.delivery(text)
    assert (checked.value if checked.fault is None else None) == way


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("云岭省临溪市青岚县青溪街道人民路12号3栋201室", True),
        ("石桥镇下坝村15号", True),
        ("老地方", False),
        ("我家里就在那个那个地方啊", False),
        ("", False),
    ],
)
def test_an_address_names_places(text: str, *, fits: bool) -> None:
    assert (addresses.address(text).fault is None) is fits


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("云岭省青岚县青溪街道人民路12号", "云岭省青岚县青溪街道***"),
        ("青岚县石桥镇下坝村15号", "青岚县石桥镇***"),
        ("青岚县人民路1号", "青岚县***"),
    ],
)
def test_an_address_is_masked_down_to_the_town(address: str, masked: str) -> None:
    assert addresses.mask_address(address) == masked


@pytest.mark.parametrize(
    ("pieces", "whole"),
    [
        (["青岚县", "石桥镇", "下坝村", "15号"], "青岚县石桥镇下坝村15号"),
        (["青岚县石桥镇", "石桥镇下坝村15号"], "青岚县石桥镇下坝村15号"),
        (["下坝村", "青岚县石桥镇下坝村15号"], "青岚县石桥镇下坝村15号"),
        (["青岚县", "青岚县石桥镇，"], "青岚县石桥镇"),
        (["临溪市", "青岚县", "青溪街道人民路", "12号3栋"], "临溪市青岚县青溪街道人民路12号3栋"),
    ],
)
def test_an_address_told_in_pieces(pieces: list[str], whole: str) -> None:
    told = ""
    for piece in pieces:
        assert addresses.is_piece(piece.rstrip("，"))
        told = addresses.joined(told, piece)
    assert told == whole


@pytest.mark.parametrize("said", ["到窗口要带什么", "收费吗", "不知道", "我想改一下", "高龄津贴多少钱"])
def test_other_words_are_no_piece_of_an_address(said: str) -> None:
    assert not addresses.is_piece(said)


def test_a_house_has_a_number_or_a_name() -> None:
    assert addresses.reaches_the_door("青岚县石桥镇下坝村三组")
    assert addresses.reaches_the_door("青岚县青溪街道人民路12号")
    assert not addresses.reaches_the_door("青岚县石桥镇下坝村")


@pytest.mark.parametrize("said", ["邮寄要钱吗", "邮寄安全吗", "电子版和邮寄有什么区别", "不要邮寄"])
def test_a_question_about_a_way_chooses_none(said: str) -> None:
    assert fields.delivery(said).fault == "delivery_unclear"


@pytest.mark.parametrize("said", ["能邮寄吗", "可以寄到家里不？快递", "邮寄行不行"])
def test_asking_for_a_way_chooses_it(said: str) -> None:
    assert fields.delivery(said).value == "post"


def test_a_wish_that_names_companies_is_no_applicant() -> None:
    assert fields.applicant_kind("我要公开拖欠工资的公司名单").fault == "kind_unclear"
    assert fields.applicant_kind("我代表青岚县茶叶专业合作社申请").value == "organisation"


@pytest.mark.parametrize(
    ("said", "figures"),
    [
        ("三三九九零一一九八五零三一四二零一六", "339901198503142016"),
        ("幺三九零零零零幺二三四", "13900001234"),
        ("李四 一三八零零零零一二三四", "李四 13800001234"),
        ("李四13800001234", "李四13800001234"),
        ("三三九九零一一九八五零三一四二零一叉", "33990119850314201X"),
        ("王五六", "王五六"),
    ],
)
def test_numbers_told_figure_by_figure(said: str, figures: str) -> None:
    assert fields.digits(said) == figures
