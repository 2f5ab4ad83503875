"""The information-processing fee, by requests of a natural month or by pages (政府信息公开信息处理费管理办法, 国办函〔2020〕109号).

Information is free (art. 42). One of the two scales may be applied to a request whose applicant asks beyond reason; both
are progressive: each request or page costs what its own step says.
"""

FREE_REQUESTS, REQUESTS_OF_FIRST_STEP, REQUESTS_OF_A_BAND = 10, 30, 10
YUAN_A_STEP = 100
FREE_PAGES = 30
PAGE_STEPS = ((30, 0), (100, 10), (200, 20))
"""Up to which page each costs how many yuan."""
YUAN_A_FURTHER_PAGE = 40


def yuan_of_request(number: int) -> int:
    """Give what the n-th request of a natural month costs: ten are free, twenty cost 100 yuan, each ten after that 100 more."""
    if number <= FREE_REQUESTS:
        return 0
    if number <= REQUESTS_OF_FIRST_STEP:
        return YUAN_A_STEP
    band = (number - REQUESTS_OF_FIRST_STEP - 1) // REQUESTS_OF_A_BAND
    return YUAN_A_STEP * (2 + band)


def fee_by_requests(count: int) -> int:
    """Give the total in yuan for so many requests of one natural month; raises `ValueError` for a negative count."""
    _require_count(count)
    return sum(yuan_of_request(number) for number in range(1, count + 1))


def fee_by_pages(pages: int) -> int:
    """Give the total in yuan for so many pages; raises `ValueError` for a negative count."""
    _require_count(pages)
    total, before = 0, 0
    for last, yuan in PAGE_STEPS:
        total += yuan * max(0, min(pages, last) - before)
        before = last
    return total + YUAN_A_FURTHER_PAGE * max(0, pages - before)


def _require_count(count: int) -> None:
    if count < 0:
        raise ValueError(f"数量不能是 {count}")
