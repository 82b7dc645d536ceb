"""What 60 minutes cost, as search compares it: in steps that mean much the same in every currency, in one at a time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from ..customs import SYMBOLS

# The limits that are offered, in dollars, pounds and euros. A step goes by this number in every currency.
PRICES = (60, 80, 100, 120, 150, 200)
CURRENCY = "currency:"
# By how much a step is larger elsewhere: about what a session costs there, in round numbers, and no rate of exchange.
_TIMES = {
    1: "AUD BHD BMD BND BSD CAD CHF EUR FKP GBP GIP JOD KWD KYD NZD OMR PAB SGD SHP USD",
    2: "AWG AZN BAM BBD BRL BYN BZD FJD GEL MYR PEN PLN RON TND TOP WST XCD XCG",
    5: "AED BOB CNY GTQ ILS LYD MAD PGK QAR SAR TMT TTD",
    10: "BWP CZK DKK ERN GHS HKD MOP MVR MXN NAD NOK PHP SBD SCR SEK SZL THB TJS UAH ZAR",
    20: "BDT BTN CUP EGP HNL INR MDL MRU MUR NIO SLE SRD STN TRY TWD UYU ZMW ZWG",
    50: "AFN ALL CVE DOP DZD ETB GMD KES KGS MKD MZN NPR PKR RSD RUB VES",
    100: "DJF HTG JMD JPY KPW LKR LRD VUV XPF",
    200: "AMD GYD HUF ISK KMF KZT YER",
    500: "AOA ARS CLP CRC NGN RWF SDG XAF XOF",
    1000: "BIF CDF IQD KRW MMK MNT MWK SOS SSP TZS",
    2000: "COP KHR MGA PYG UGX UZS",
    5000: "GNF IDR SYP",
    10_000: "LAK VND",
    20_000: "IRR LBP",
}
TIMES = {code: times for times, codes in _TIMES.items() for code in codes.split()}


def limit_of(step: int, currency: str) -> int:
    """The limit that a step is in a currency: 100 is 100 in pounds and 10,000 in yen."""
    return step * TIMES.get(currency, 1)


def price_words(step: str, currency: str) -> str:
    """The limit that a step is, with its sign: €100, ¥10,000. The bare number where no currency is known."""
    return f"{SYMBOLS.get(currency, '')}{limit_of(int(step), currency):,}"


@lru_cache(4096)
def price_traits(amount: Decimal | None, currency: str | None) -> Sequence[str]:
    """The steps that a price of 60 minutes stays within, and its currency, as traits of search; none without one."""
    if amount is None or not currency:
        return ()
    first = bisect_left([limit_of(step, currency) for step in PRICES], amount)
    return (*(f"price:{step}" for step in PRICES[first:]), f"{CURRENCY}{currency}")
