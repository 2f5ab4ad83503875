"""The official rows and columns of the report's tables 二、三、四, under short names (国办公开办函〔2021〕30号)."""

TOTAL = "total"
APPLICANTS = {
    "natural": "自然人",
    "business": "商业企业",
    "research": "科研机构",
    "public_welfare": "社会公益组织",
    "legal_service": "法律服务机构",
    "other": "其他",
}
COLUMNS = {**APPLICANTS, TOTAL: "总计"}
OUTCOMES = {
    "granted": "（一）予以公开",
    "partial": "（二）部分公开",
    "deny_state_secret": "（三）1.属于国家秘密",
    "deny_law_forbidden": "（三）2.其他法律行政法规禁止公开",
    "deny_safety": "（三）3.危及“三安全一稳定”",
    "deny_third_party": "（三）4.保护第三方合法权益",
    "deny_internal": "（三）5.属于三类内部事务信息",
    "deny_process": "（三）6.属于四类过程性信息",
    "deny_enforcement_file": "（三）7.属于行政执法案卷",
    "deny_admin_query": "（三）8.属于行政查询事项",
    "unable_not_held": "（四）1.本机关不掌握相关政府信息",
    "unable_need_creation": "（四）2.没有现成信息需要另行制作",
    "unable_unclear": "（四）3.补正后申请内容仍不明确",
    "refuse_complaint": "（五）1.信访举报投诉类申请",
    "refuse_repeat": "（五）2.重复申请",
    "refuse_publication": "（五）3.要求提供公开出版物",
    "refuse_massive": "（五）4.无正当理由大量反复申请",
    "refuse_reconfirm": "（五）5.要求行政机关确认或重新出具已获取信息",
    "other_no_correction": "（六）1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "other_no_fee": "（六）2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "other_misc": "（六）3.其他",
}
NEW, CARRIED_OVER, RESULTS_TOTAL, CARRIED_FORWARD = (
    "new_received",
    "carried_over",
    "results_total",
    "carried_forward",
)
REQUEST_ROWS = {
    NEW: "一、本年新收政府信息公开申请数量",
    CARRIED_OVER: "二、上年结转政府信息公开申请数量",
    **{key: f"三、本年度办理结果{label}" for key, label in OUTCOMES.items()},
    RESULTS_TOTAL: "三、本年度办理结果（七）总计",
    CARRIED_FORWARD: "四、结转下年度继续办理",
}
REMEDIES = {
    "review": "行政复议",
    "litigation_direct": "行政诉讼：未经复议直接起诉",
    "litigation_after_review": "行政诉讼：复议后起诉",
}
RESULTS = {
    "maintain": "结果维持",
    "correct": "结果纠正",
    "other": "其他结果",
    "pending": "尚未审结",
}
REMEDY_COLUMNS = {**RESULTS, TOTAL: "总计"}
PUBLISHED_ROWS = {
    "rules": "规章",
    "normative_documents": "行政规范性文件",
    "permits": "行政许可",
    "penalties": "行政处罚",
    "coercion": "行政强制",
    "charges": "行政事业性收费",
}
PUBLISHED_COLUMNS = {
    "rules": ("made", "abolished", "in_force"),
    "normative_documents": ("made", "abolished", "in_force"),
    "permits": ("decisions",),
    "penalties": ("decisions",),
    "coercion": ("decisions",),
    "charges": ("amount",),
}
PUBLISHED_NAMES = {
    "made": "本年制发件数",
    "abolished": "本年废止件数",
    "in_force": "现行有效件数",
    "decisions": "本年处理决定数量",
    "amount": "本年收费金额（万元）",
}
