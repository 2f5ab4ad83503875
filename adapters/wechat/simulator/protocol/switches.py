"""Every reading of the protocol that is not certain, each a named switch with its mark, strict by default.

Marks as in the protocol sheet: [?] unsure, [F] field report, [R] recalled, [ours] a rule of this project.
"""

from dataclasses import dataclass, field, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """How the simulator reads what the documentation leaves open."""

    pause_between_deliveries: float = field(
        default=0.2,
        metadata={"mark": "[F]", "says": "未收到有效回答后，隔多少秒重推（超时的一次已经等满时限）"},
    )
    retry_broken_answers: bool = field(
        default=False, metadata={"mark": "[?]", "says": "状态码是200但内容不合规时，是否也重推"}
    )
    passive_text_bytes: int = field(
        default=2048, metadata={"mark": "[F]", "says": "被动回复文本最多多少字节（UTF-8）"}
    )
    custom_text_bytes: int = field(
        default=2048, metadata={"mark": "[F]", "says": "客服消息文本最多多少字节（UTF-8）"}
    )
    empty_text_is_a_fault: bool = field(default=True, metadata={"mark": "[?]", "says": "回复空白文本算故障"})
    extra_articles_are_a_fault: bool = field(
        default=True, metadata={"mark": "[ours]", "says": "图文条数超出上限算故障（平台只是丢弃多余的）"}
    )
    only_listed_events_are_answerable: bool = field(
        default=True, metadata={"mark": "[?]", "says": "只有列明的事件可以被动回复，其余回复不显示并记为错误"}
    )
    menu_message_click_is_a_menu_click: bool = field(
        default=True, metadata={"mark": "[?]", "says": "点菜单消息只给1分钟内3条的额度，而不是48小时5条"}
    )
    triggers_add_up: bool = field(
        default=False, metadata={"mark": "[?]", "says": "几种触发的客服消息额度可以相加"}
    )
    typing_is_counted: bool = field(
        default=True, metadata={"mark": "[?]", "says": "“正在输入”占用一条客服消息额度"}
    )
    pause_after_many_faults: bool = field(
        default=False, metadata={"mark": "[F]", "says": "5分钟内故障超过30次后停推60秒"}
    )

    def described(self) -> list[dict[str, object]]:
        """Give each switch with its mark, its meaning and its present value, for the page."""
        return [
            {"name": each.name, "value": getattr(self, each.name), **each.metadata} for each in fields(self)
        ]
