"""The method in five lines, said from the methodology itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.i18n import clauses, listed, translator
from brep_metrics.robustness import FACTOR_TITLES
from brep_metrics.snapshot.brief.markup import element

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from brep_metrics.i18n import Language
    from brep_metrics.methodology import Methodology
    from brep_metrics.snapshot.findings import Findings


def method_section(findings: Findings, language: Language) -> Element:
    """What is measured, how it becomes a score, who is rated, how grades are given, how sure the ranks are."""
    _ = translator(language).gettext
    methodology = findings.evaluation.methodology
    lines = [
        _measured(methodology, language),
        _scored(methodology, language),
        _rated(methodology, language),
        _graded(methodology, language),
        _doubted(findings, language),
    ]
    return element(
        "div",
        element("h2", _("The method in five lines")),
        element("ol", *(element("li", one) for one in lines), class_="method"),
    )


def _measured(methodology: Methodology, language: Language) -> str:
    _ = translator(language).gettext
    total = sum(node.weight for node in methodology.nodes if node.parent == methodology.root.code)
    dimensions = [
        f"{node.title.text(language) or node.code} {node.weight / total:.0%}"
        for node in methodology.nodes
        if node.parent == methodology.root.code
    ]
    text = _("{count} indicators, each a sum over records listed in evidence.csv: {dimensions}.")
    return text.format(count=len(methodology.scored), dimensions=listed(dimensions, language))


def _scored(methodology: Methodology, language: Language) -> str:
    _ = translator(language).gettext
    low, high = methodology.scale
    text = _(
        "Each value is carried to a scale from {low} to {high} by its declared rule, then weighted up the tree;"
        " scores are rounded to {digits} decimals before ranking, and ties share the better rank."
    )
    return text.format(low=f"{low:g}", high=f"{high:g}", digits=methodology.round)


def _rated(methodology: Methodology, language: Language) -> str:
    text = translator(language).gettext(
        "Not rated: groups established or dissolved within the period, or with data for less than {floor} of the"
        " weight."
    )
    return text.format(floor=f"{methodology.coverage_floor:.0%}")


def _graded(methodology: Methodology, language: Language) -> str:
    _ = translator(language).gettext
    if not methodology.grades:
        return _("No grades are given.")
    plain, limited = _("{grade} from {score}"), _("{grade} from {score} (at most {quota} of the groups)")
    grades = [
        (plain if grade.quota is None else limited).format(
            grade=grade.title.text(language) or grade.code, score=f"{grade.from_:g}", quota=f"{grade.quota or 0:.0%}"
        )
        for grade in methodology.grades
    ]
    titles = {grade.code: grade.title.text(language) for grade in methodology.grades}
    gates = [
        _("{gate}: at most {grade}").format(
            gate=gate.title.text(language) or gate.indicator, grade=titles[gate.caps_at]
        )
        for gate in methodology.gates
    ]
    return clauses([listed(grades, language), *gates], language) + ("。" if language == "zh" else ".")


def _doubted(findings: Findings, language: Language) -> str:
    _ = translator(language).gettext
    declared, uncertainty = findings.evaluation.methodology.robustness, findings.uncertainty
    if declared is None or uncertainty is None:
        return _("The methodology declares no assumptions to vary, so that ranks have no intervals.")
    text = (
        _("Intervals: all {draws} combinations of {factors}; 90% of the ranks are within.")
        if uncertainty.is_exact
        else _("Intervals: {draws} evaluations in which these vary together: {factors}; 90% of the ranks are within.")
    )
    return text.format(draws=f"{uncertainty.draws:,}", factors=listed(_varied(findings, language), language))


def _varied(findings: Findings, language: Language) -> list[str]:
    """What this methodology varies, and by how much the weights do."""
    _ = translator(language).gettext
    declared, uncertainty = findings.evaluation.methodology.robustness, findings.uncertainty
    names = {code: _(title) for code, title in FACTOR_TITLES.items()}
    if declared is not None and declared.weights:
        names["weights"] = f"{names['weights']} (±{declared.weights:.0%})"
    return [names[factor] for factor in (uncertainty.factors if uncertainty else ())]
