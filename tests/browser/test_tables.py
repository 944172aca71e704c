"""Facts by report, and who is who: the tables of the page."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def _rows(page: Page, part: str) -> dict[str, object]:
    return {row.locator("th .speaker").inner_text(): row for row in page.locator(f"{part} tbody tr").all()}


def test_facts_stand_question_by_report_with_who_agrees_and_as_of_when(open_page):
    page = open_page("answered")
    rows = _rows(page, ".facts")
    assert set(rows) == {"People killed", "Age of Ilse Brandt"}
    killed = rows["People killed"]
    assert killed.locator(".answers li").all_inner_texts() == [
        "three: 2 reports, 2 origins, as of 7 October 2027",
        "Five: 1 report, as of 9 October 2027",
    ]
    assert [cell.inner_text().split("\n")[0] for cell in killed.locator("td").all()] == [
        "three men",
        "Three men",
        "Five men",
    ]
    assert rows["Age of Ilse Brandt"].locator(".answers li").all_inner_texts() == ["51: 2 reports, 2 origins"]


def test_an_answer_leads_to_its_words_and_a_difference_to_its_card(open_page):
    page = open_page("answered")
    killed = _rows(page, ".facts")["People killed"]
    killed.locator("td a.open").nth(2).click()
    expect(page.locator(".report.open .on")).to_have_text("Five men")
    assert page.locator(".report.open .where").inner_text() == "Herald: evidence 3 of 3"
    page.keyboard.press("Escape")
    killed.get_by_role("link", name="Reports differ").click()
    card = page.locator(".card:focus")
    expect(card).to_contain_text("The number of people killed differs")


def test_what_one_report_alone_answers_is_folded(open_page):
    page = open_page("answered")
    lone = page.locator(".facts .lone li")
    assert lone.locator("visible=true").count() == 0
    page.locator(".facts details.fold > summary").click()
    told = lone.locator("visible=true").all_inner_texts()
    assert told[0].split(":")[0] == "How far the case of Edda Corrigan has come"
    assert len(told) == 3


def test_who_is_who_shows_the_names_and_roles_of_each_report(open_page):
    page = open_page("answered")
    brandt = _rows(page, ".names")["Ilse Brandt"]
    forms = [
        [link.inner_text() for link in cell.locator("a.open").all()] for cell in brandt.locator("td").all()
    ]
    assert [form.split("\n")[0] for form in forms[1]] == ["Ilse Brandt", "Brandt", "the mayor"]
    assert [form.split("\n")[0] for form in forms[2]] == ["Brandt"]
    roles = [cell.locator(".roles").all_inner_texts() for cell in brandt.locator("td").all()]
    assert roles[:2] == [[], ["Mayor"]]  # as it is printed
    brandt.locator("td").nth(2).locator("a.open").first.click()
    expect(page.locator(".report.open .on")).to_have_text("Brandt")


def test_a_description_that_was_taken_to_be_somebody_is_said_to_be_so(open_page):
    brandt = _rows(open_page("answered"), ".names")["Ilse Brandt"]
    taken = brandt.locator("td").nth(1).locator(".taken")
    expect(taken).to_contain_text("taken to be so: “the mayor")


def test_facts_of_many_reports_are_told_in_words_that_lead_to_each(open_page):
    page = open_page("crowd")
    assert page.locator(".facts table, .names table").count() == 0
    (killed,) = page.locator(".facts .carriers > li").all()
    assert killed.locator(".speaker").inner_text() == "People killed"
    three, five = killed.locator(".answers li").all()
    assert three.inner_text().startswith("Three: 23 reports")
    assert "and 13 more" in three.inner_text()
    five.locator("a.open").nth(1).click()
    expect(page.locator(".report.open .on")).to_have_text("Five men")
    assert page.locator(".report.open .where").inner_text().startswith("Gazette 22: evidence")
