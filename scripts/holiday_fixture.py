#!/usr/bin/env python3
"""Writes tests/fixtures/holidays/holidays.csv: the Japanese holidays of 1980 to 2050 after two sources.

usage: pip install holidays==0.109 jpholiday==1.0.3 && scripts/holiday_fixture.py > tests/fixtures/holidays/holidays.csv

Sources, both MIT licensed (see tests/fixtures/holidays/README.md): the Python packages `holidays` and
`jpholiday`. One line a day on which either knows a holiday: the day, then h and j for who knows it.
"""
import datetime

import holidays
import jpholiday

FIRST, LAST = datetime.date(1980, 1, 1), datetime.date(2050, 12, 31)
japan = holidays.country_holidays("JP", years=range(FIRST.year, LAST.year + 1), language="ja")

day = FIRST
print("date,known_to")
while day <= LAST:
    known = ("h" if day in japan else "") + ("j" if jpholiday.is_holiday(day) else "")
    if known:
        print(f"{day},{known}")
    day += datetime.timedelta(days=1)
