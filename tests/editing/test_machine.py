"""Editing against a simple model: whatever is done in whatever order, the database holds what a dict would.

The things are statements on one cell of one product, told apart by their condition. The model knows what each says
now, what it ever said, what the files say, and what they said when they were last loaded.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlmodel import Session

from app import desk, editing, suggestions
from app.catalogue import entities as e
from app.catalogue.reading import read_products
from app.catalogue.values import Value
from app.catalogue.words import ValueType
from app.db import make_engine, read_session, write_session
from app.editing.verify import verify
from app.ingest.files import owner_of, read_tree
from app.ingest.load import LoadConflict, export, load
from app.ingest.normal import texts, write_tree
from app.suggestions.making import Draft
from tests.support.databases import Databases
from tests.support.visiting import move_in

DATA = Path(__file__).resolve().parents[1] / "data" / "every-table"
TODAY = date(2026, 11, 23)
CRITERION = "message_size_max"

GRADE = "  latency_class:\n  - state: unknown\n"
"""Stands in those files, and is refused by one rule of the real ones."""

WORDS = ("A", "B", "C")
SIZES = (1, 2, 3)
NOTES = (None, "once", "twice")
PAGES = tuple(
    {
        "url": f"https://heron.example/{name}",
        "title": name.title(),
        "publisher": "Heron Foundation",
        "vendor": "yes",
        "place": "Sizes",
        "find": "MiB",
        "text_date": "2026-10-01",
        "checked": "2026-11-20",
    }
    for name in ("limits", "quotas")
)


class Said(NamedTuple):
    """What a statement says: MiB, note, the page it cites."""

    size: int
    note: str | None
    page: int


Things = dict[str, Said]
EVERYTHING = st.builds(Said, st.sampled_from(SIZES), st.sampled_from(NOTES), st.sampled_from((0, 1)))
WORD = st.sampled_from(WORDS)
NUMBER = st.integers(min_value=0, max_value=1000)


def id_of(word: str) -> str:
    return e.Statement(product="heron", criterion=CRITERION, type=ValueType.BYTES, when=word).id


def fragment_of(word: str, said: Said) -> dict[str, Any]:
    return {
        "criterion": CRITERION,
        "value": f"{said.size} MiB",
        "when": word,
        "note": said.note,
        "cite": [PAGES[said.page]],
    }


def said_by(statement: e.Statement, sources: dict[str, e.Source]) -> Said:
    (citation,) = statement.citations
    page = next(number for number, each in enumerate(PAGES) if each["url"] == sources[citation.source].url)
    assert statement.value is not None
    assert isinstance(statement.value.raw, int)
    return Said(statement.value.raw // 2**20, statement.note, page)


class Machine(RuleBasedStateMachine):
    """One database, one folder of files, two people."""

    databases: Databases
    loaded: str
    folder: Path
    number = 0

    def __init__(self) -> None:
        super().__init__()
        self.url = self.databases.create(copy_of=self.loaded)
        self.engine = make_engine(self.url)
        Machine.number += 1
        self.root = self.folder / str(Machine.number)
        shutil.copytree(self.folder / "data", self.root)
        self.now: Things = {}
        self.files: Things = {}
        self.base: Things = {}
        self.ever: dict[str, set[Said]] = {word: set() for word in WORDS}
        self.versions: dict[str, list[int]] = {word: [] for word in WORDS}
        self.changes: dict[int, dict[str, tuple[Said | None, Said | None]]] = {}
        self.waiting: list[str] = []
        self.states: dict[str, str] = {}

    def teardown(self) -> None:
        with read_session(self.engine) as session:
            assert verify(session).problems == []
        self.engine.dispose()
        self.databases.drop(self.url)

    def act(self, does: Callable[[Session, editing.Author], desk.Saved]) -> desk.Saved:
        with write_session(self.engine) as session:
            return does(session, editing.author("ada", "Because"))

    def became(self, change_set: int | None, things: Things) -> None:
        """Takes what happened into the model."""
        words = [word for word in WORDS if self.now.get(word) != things.get(word)]
        if words:
            assert change_set is not None
            self.changes[change_set] = {word: (self.now.get(word), things.get(word)) for word in words}
        self.now = things
        for word in words:
            with read_session(self.engine) as session:
                item = desk.read_many(session, [("statement", id_of(word))])[0]
            if item.version:
                self.versions[word].append(item.version)
                self.ever[word].add(things[word])

    def save(self, word: str, said: Said | None, version: int) -> desk.Saved:
        fragment = fragment_of(word, said) if said else None
        edit = desk.Edit("statement", "heron", id_of(word), fragment, version)
        return self.act(lambda session, by: desk.save(session, edit, by, TODAY))

    @rule(word=WORD, said=EVERYTHING)
    def add(self, word: str, said: Said) -> None:
        edit = desk.Edit("statement", "heron", None, fragment_of(word, said))
        if word in self.now:
            with pytest.raises(desk.EditConflict):
                self.act(lambda session, by: desk.save(session, edit, by, TODAY))
            return
        saved = self.act(lambda session, by: desk.save(session, edit, by, TODAY))
        assert saved.ids == (id_of(word),)
        self.became(saved.change_set, {**self.now, word: said})

    @precondition(lambda self: self.now)
    @rule(number=NUMBER, said=EVERYTHING)
    def change(self, number: int, said: Said) -> None:
        word = sorted(self.now)[number % len(self.now)]
        saved = self.save(word, said, self.versions[word][-1])
        assert (saved.change_set is None) == (self.now[word] == said)
        self.became(saved.change_set, {**self.now, word: said})

    @precondition(lambda self: any(self.versions.values()))
    @rule(number=NUMBER, said=st.none() | EVERYTHING)
    def change_what_was_seen_long_ago(self, number: int, said: Said | None) -> None:
        """Whoever has seen any other version than that of now is told, and nothing changes."""
        seen = [(word, version) for word in WORDS for version in (0, *self.versions[word])]
        word, version = seen[number % len(seen)]
        if version == (self.versions[word][-1] if word in self.now else 0):
            return
        with pytest.raises(desk.EditConflict):
            self.save(word, said, version)

    @precondition(lambda self: self.now)
    @rule(number=NUMBER)
    def retire(self, number: int) -> None:
        word = sorted(self.now)[number % len(self.now)]
        saved = self.save(word, None, self.versions[word][-1])
        self.became(saved.change_set, {each: said for each, said in self.now.items() if each != word})

    @precondition(lambda self: self.changes)
    @rule(number=NUMBER)
    def undo(self, number: int) -> None:
        change_set = sorted(self.changes)[number % len(self.changes)]
        change = self.changes[change_set]
        if self.tangled(change):
            with pytest.raises(desk.UndoConflict) as caught:
                self.act(lambda session, by: desk.undo(session, change_set, by, TODAY))
            assert {each.id for each in caught.value.tangles} == {id_of(word) for word in self.tangled(change)}
            return
        saved = self.act(lambda session, by: desk.undo(session, change_set, by, TODAY))
        before = {word: pair[0] for word, pair in change.items()}
        self.became(saved.change_set, only({**self.now, **before}))

    def tangled(self, change: dict[str, tuple[Said | None, Said | None]]) -> list[str]:
        """What was changed again since."""
        return [word for word, pair in change.items() if self.now.get(word) not in pair]

    @precondition(lambda self: any(self.tangled(change) for change in self.changes.values()))
    @rule(number=NUMBER, wanted=st.sets(st.sampled_from(("value", "note", "citations", desk.WHOLE))))
    def merge(self, number: int, wanted: set[str]) -> None:
        tangled = [each for each in sorted(self.changes) if self.tangled(self.changes[each])]
        change_set = tangled[number % len(tangled)]
        expected: dict[str, Said | None] = {}
        choices: dict[e.Key, desk.Choice] = {}
        for word, (before, after) in self.changes[change_set].items():
            now = self.now.get(word)
            expected[word] = before if now in (before, after) else mixed(before, after, now, wanted)
            version = self.versions[word][-1] if now else 0
            choices["statement", id_of(word)] = desk.Choice(version, frozenset(wanted))
        saved = self.act(lambda session, by: desk.merge(session, change_set, choices, by, TODAY))
        self.became(saved.change_set, only({**self.now, **expected}))

    @rule()
    def write_files(self) -> None:
        export(self.engine, self.root)
        self.files = dict(self.now)

    @precondition(lambda self: self.files)
    @rule(number=NUMBER, said=st.none() | EVERYTHING)
    def edit_files(self, number: int, said: Said | None) -> None:
        """Somebody changes the size and the note of a statement in the files, or takes it out."""
        word = sorted(self.files)[number % len(self.files)]
        entities = []
        for each in read_tree(self.root).to_load():
            if isinstance(each, e.Statement) and each.id == id_of(word):
                if said is None:
                    continue
                each = replace(each, value=Value(ValueType.BYTES, said.size * 2**20), note=said.note)
            entities.append(each)
        used = {(owner_of(each), cite.source) for each in entities for cite in getattr(each, "citations", ())}
        used |= {
            ("approaches", each.source)
            for words in entities
            if isinstance(words, e.ApproachWords)
            for each in words.words
        }
        kept = [each for each in entities if not isinstance(each, e.Source) or (each.owner, each.key) in used]
        write_tree(self.root, texts(kept))
        self.files = only({**self.files, word: said and said._replace(page=self.files[word].page)})

    @rule(take=st.sampled_from((None, "files", "database")))
    def load_files(self, take: str | None) -> None:
        expected, clash = dict(self.now), False
        for word in WORDS:
            ours, theirs, last = self.files.get(word), self.now.get(word), self.base.get(word)
            if ours == theirs:
                continue
            known = ours == last or (ours is not None and ours in self.ever[word])
            moved = theirs != last and not known
            clash |= moved
            if theirs == last or (moved and take == "files"):
                expected = only({**expected, word: ours})
        if clash and take is None:
            with pytest.raises(LoadConflict):
                load(self.engine, self.root)
            return
        report = load(self.engine, self.root, take=[take] if take else [])
        self.base = dict(self.files)
        count = report.written + report.removed
        self.became(report.revision - count + 1 if count else None, expected)

    @rule(credit=st.sampled_from(("", "Grace")))
    def suggest(self, credit: str) -> None:
        draft = Draft("heron", CRITERION, None, "It is larger now.", PAGES[0]["url"], credit=credit)
        with write_session(self.engine) as session:
            made = suggestions.make(session, draft, "1 MiB", datetime.now(UTC))
        self.waiting.append(made.id)
        self.states[made.id] = "waiting"

    @precondition(lambda self: self.waiting and self.now)
    @rule(number=NUMBER, said=EVERYTHING, fails=st.booleans())
    def accept(self, number: int, said: Said, fails: bool) -> None:
        """The change and the answer to its suggestion are in one transaction: both are there, or neither."""
        id, word = self.waiting[0], sorted(self.now)[number % len(self.now)]
        edit = desk.Edit("statement", "heron", id_of(word), fragment_of(word, said), self.versions[word][-1])
        if self.now[word] == said:
            return

        def accepted(session: Session, by: editing.Author) -> desk.Saved:
            saved = desk.save(session, edit, by, TODAY)
            assert saved.change_set is not None
            suggestions.accept(session, id, saved.change_set, "ada", datetime.now(UTC))
            if fails:
                raise RuntimeError("the lights went out")
            return saved

        if fails:
            with pytest.raises(RuntimeError):
                self.act(accepted)
            return
        saved = self.act(accepted)
        self.states[self.waiting.pop(0)] = "accepted"
        self.became(saved.change_set, {**self.now, word: said})

    @invariant()
    def the_database_holds_what_the_model_does(self) -> None:
        with read_session(self.engine) as session:
            found = read_products(session, ["heron"])
            answers = {id: suggestions.find(session, id).state.value for id in self.states}
        sources = {each.key: each for each in found if isinstance(each, e.Source)}
        things = {
            str(each.when): said_by(each, sources)
            for each in found
            if isinstance(each, e.Statement) and each.criterion == CRITERION and each.when
        }
        assert things == self.now
        assert answers == self.states
        cited = {page["url"] for page in PAGES} & {each.url for each in sources.values()}
        assert cited == {PAGES[said.page]["url"] for said in self.now.values()}


def only(things: dict[str, Any]) -> Things:
    """Without what is not there."""
    return {word: said for word, said in things.items() if said is not None}


def mixed(before: Said | None, after: Said | None, now: Said | None, wanted: set[str]) -> Said | None:
    """What a merge makes: the chosen fields of before, and those that nobody touched since."""
    if before is None or after is None or now is None:
        return before if desk.WHOLE in wanted else now
    made = now
    for name, field in (("value", "size"), ("note", "note"), ("citations", "page")):
        if name in wanted or getattr(now, field) == getattr(after, field):
            made = made._replace(**{field: getattr(before, field)})
    return made


@pytest.fixture(scope="module")
def machine(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[type[Machine]]:
    """The machine on one engine, over copies of a database that holds the invented data of every table."""
    folder = tmp_path_factory.mktemp("files")
    shutil.copytree(DATA, folder / "data")
    heron = folder / "data" / "products" / "heron.yaml"
    heron.write_text(heron.read_text("utf-8").replace(GRADE, ""), "utf-8")
    url = databases.migrated()
    engine = make_engine(url)
    load(engine, folder / "data")
    move_in(engine)
    engine.dispose()
    Machine.databases, Machine.loaded, Machine.folder = databases, url, folder
    yield Machine
    databases.drop(url)


def test_whatever_is_done_the_database_holds_what_the_model_does(machine: type[Machine]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=10,
            stateful_step_count=30,
            deadline=None,
            phases=(Phase.generate,),  # to shrink a failure would take many minutes
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
