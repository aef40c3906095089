"""The closed vocabularies of the catalogue, in the words of `data/README.md`.

The tables build their CHECK constraints from these, the loader its messages, the JSON Schemas their enums: a word is
added here and in a migration, and nowhere else.
"""

from enum import StrEnum


class Kind(StrEnum):
    """What sort of thing a product is."""

    QUEUE_BROKER = "queue-broker"
    EVENT_LOG = "event-log"
    EVENT_ROUTER = "event-router"
    MQTT_BROKER = "mqtt-broker"
    MESSAGING_LIBRARY = "messaging-library"
    REALTIME_PUSH = "realtime-push"
    TASK_QUEUE = "task-queue"
    ABSTRACTION_LAYER = "abstraction-layer"


class ValueType(StrEnum):
    """How a criterion's answer is typed; decides which value column of a statement is filled."""

    BOOLEAN = "boolean"
    CHOICE = "choice"
    OPTIONS = "options"
    INTEGER = "integer"
    NUMBER = "number"
    BYTES = "bytes"
    DURATION = "duration"
    PERCENT = "percent"
    DATE = "date"
    VERSION = "version"
    URL = "url"
    TEXT = "text"
    GRADE = "grade"


NUMERIC = frozenset({ValueType.INTEGER, ValueType.NUMBER, ValueType.BYTES, ValueType.DURATION, ValueType.PERCENT})
"""The types whose statements may carry `per`, `bound` and `changeable`, and may have no value but a bound."""


class Scale(StrEnum):
    """Which supports an `options` criterion takes; `none` for every other type."""

    FEATURE = "feature"
    PLAIN = "plain"
    NONE = "none"


class Support(StrEnum):
    """How a product has an option."""

    BUILT_IN = "built-in"
    OFF_BY_DEFAULT = "off-by-default"
    PLUGIN = "plugin"
    THIRD_PARTY = "third-party"
    PARTIAL = "partial"
    YES = "yes"
    NO = "no"


SUPPORT_OF = {
    Scale.FEATURE: (
        Support.BUILT_IN,
        Support.OFF_BY_DEFAULT,
        Support.PLUGIN,
        Support.THIRD_PARTY,
        Support.PARTIAL,
        Support.NO,
    ),
    Scale.PLAIN: (Support.YES, Support.NO),
}
"""The supports that each scale takes."""


class StatementState(StrEnum):
    """What a stored statement says: a known value, or that somebody looked and did not find one."""

    KNOWN = "known"
    UNKNOWN = "unknown"


class CellState(StrEnum):
    """What a cell shows; never mixed, each with its own look."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"
    DEPENDS_ON_OPERATOR = "depends-on-operator"
    DISPUTED = "disputed"


class Bound(StrEnum):
    """What a number is a bound of."""

    EXACT = "exact"
    CEILING = "ceiling"
    UNLIMITED = "unlimited"
    NONE_STATED = "none-stated"


VALUELESS = frozenset({Bound.UNLIMITED, Bound.NONE_STATED})
"""The bounds that stand without a number."""


class Changeable(StrEnum):
    """Whether a limit can be moved, and by whom."""

    NO = "no"
    SETTING = "setting"
    ON_REQUEST = "on-request"


class Method(StrEnum):
    """How a statement is known. The first five can be written; `enumerated` and `inherited` are derived."""

    DOCUMENTATION = "documentation"
    VENDOR_CLAIM = "vendor-claim"
    MEASURED = "measured"
    LAB = "lab"
    JUDGEMENT = "judgement"
    ENUMERATED = "enumerated"
    INHERITED = "inherited"


WRITABLE_METHODS = (Method.DOCUMENTATION, Method.VENDOR_CLAIM, Method.MEASURED, Method.LAB, Method.JUDGEMENT)
"""The methods that a file, a form or the API may give."""


class Per(StrEnum):
    """What a number counts for. A number without it is of the whole product as one customer sees it."""

    MESSAGE = "message"
    CALL = "call"
    QUEUE = "queue"
    TOPIC = "topic"
    PARTITION = "partition"
    SUBSCRIPTION = "subscription"
    CONSUMER_GROUP = "consumer-group"
    MESSAGE_GROUP = "message-group"
    CONNECTION = "connection"
    CHANNEL = "channel"
    CLIENT = "client"
    BROKER = "broker"
    CLUSTER = "cluster"
    NAMESPACE = "namespace"
    ACCOUNT = "account"
    REGION = "region"
    CAPACITY_UNIT = "capacity-unit"


class Better(StrEnum):
    """Which direction of a criterion is better, where one is."""

    HIGHER = "higher"
    LOWER = "lower"


class LicenceClass(StrEnum):
    """What a licence lets one do, in three broad classes."""

    OPEN_SOURCE = "open-source"
    SOURCE_AVAILABLE = "source-available"
    COMMERCIAL = "commercial"


class RelationType(StrEnum):
    """How one product relates to another."""

    BASED_ON = "based_on"
    COMPATIBLE_WITH = "compatible_with"
    SUCCESSOR_OF = "successor_of"


class PricingModel(StrEnum):
    """How a pricing tier charges."""

    FREE = "free"
    SUBSCRIPTION = "subscription"
    PAY_PER_USE = "pay-per-use"
    CAPACITY = "capacity"
    QUOTE = "quote"


class Cloud(StrEnum):
    """Whose region a price is for."""

    AWS = "aws"
    AZURE = "azure"
    GCP = "gcp"
    OTHER = "other"


class GuaranteeClass(StrEnum):
    """What was confirmed to the sender while a measurement ran; only equal classes are compared."""

    NONE = "none"
    MEMORY = "memory"
    DISK = "disk"
    REPLICATED = "replicated"
    REPLICATED_FSYNC = "replicated-fsync"


class ProtocolStatus(StrEnum):
    """Who stands behind a protocol's text."""

    STANDARD = "standard"
    OPEN_SPECIFICATION = "open-specification"
    VENDOR_PUBLISHED = "vendor-published"
    DEPRECATED = "deprecated"


class DatePrecision(StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


LANGUAGES = tuple(
    """
    Ada|C|C#|C++|Clojure|COBOL|Common Lisp|Crystal|D|Dart|Delphi|Elixir|Erlang|F#|Go|Haskell|Java|JavaScript|Julia
    |Kotlin|Lua|Nim|Objective-C|OCaml|Perl|PHP|PowerShell|Python|R|Ruby|Rust|Scala|Shell|Swift|Tcl|Zig
    """.replace("\n", "")
    .replace("  ", "")
    .split("|")
)
"""The languages of client libraries, one spelling each: .NET libraries are of C#, TypeScript ones of JavaScript."""

PACKAGE_SYSTEMS = (
    "clojars",
    "cocoapods",
    "conan",
    "cpan",
    "cran",
    "crates",
    "debian",
    "go",
    "hackage",
    "hex",
    "julia",
    "luarocks",
    "maven",
    "npm",
    "nuget",
    "opam",
    "packagist",
    "pub",
    "pypi",
    "rubygems",
    "shards",
    "swift",
    "vcpkg",
)
"""Where libraries are packaged, by the system's own short name."""
