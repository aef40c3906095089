"""Bad values, each by a sentence, for the tests of the tables."""

import re
from dataclasses import dataclass
from typing import Any

from tests.support.good_rows import GOOD, MOMENT, Row

LONG = "x" * 5000


@dataclass(frozen=True)
class Bad:
    """A good row with one column changed, and what refuses it.

    `refused_by` is the name of a constraint without its table (`ck_note_is_text`), or `type`, or `not null`; several
    where any of them may speak first.
    """

    id: str
    good: str
    column: str
    value: Any
    refused_by: str

    def constraints(self) -> list[str]:
        """The names in full."""
        table = GOOD[self.good][0][0]
        if self.refused_by == "not null":
            return [self.refused_by]
        return [re.sub("^(ck|fk|uq|pk)", rf"\1_{table}", each) for each in self.refused_by.split()]

    def rows(self) -> list[Row]:
        """What to insert."""
        (table, columns), *rest = GOOD[self.good]
        return [(table, columns | {self.column: self.value}), *rest]


VALUES = [
    Bad("a boolean that is text", "boolean", "value_boolean", "maybe", "type"),
    Bad("a boolean that is 7", "boolean", "value_boolean", 7, "ck_value_boolean_is_flag"),
    Bad("an integer that is text", "integer", "value_integer", "many", "type"),
    Bad("bytes with their unit", "bytes", "value_integer", "1 MiB", "type"),
    Bad("bytes below zero", "bytes", "value_integer", -1, "ck_value_integer_not_negative"),
    Bad("a duration below zero", "duration", "value_integer", -1, "ck_value_integer_not_negative"),
    Bad("an integer that no engine can hold", "integer", "value_integer", 2**63, "type"),
    Bad("a number that is text", "number", "value_number", "fast", "type"),
    Bad("a number that is none", "number", "value_number", "NaN", "type ck_value_number_in_range"),
    Bad("a number without end", "number", "value_number", 1e18, "ck_value_number_in_range"),
    Bad("a number below zero", "number", "value_number", -0.5, "ck_value_number_in_range"),
    Bad("101 percent", "percent", "value_number", 101, "ck_percent_in_range"),
    Bad("the 30th of February", "date", "value_date", "2026-02-30", "ck_value_date_is_day"),
    Bad("a date the other way round", "date", "value_date", "23.11.2026", "ck_value_date_is_day"),
    Bad("a date without its precision", "date", "date_precision", None, "ck_precision_belongs_to_date"),
    Bad("a precision without a date", "text", "date_precision", "day", "ck_precision_belongs_to_date"),
    Bad("an unknown precision", "date", "date_precision", "decade", "ck_date_precision_known"),
    Bad("grade 6", "grade", "value_integer", 6, "ck_grade_in_range"),
    Bad("grade 0", "grade", "value_integer", 0, "ck_grade_in_range"),
    Bad("an address without a scheme", "url", "value_text", "birds.example", "ck_url_is_address"),
    Bad("a text that is empty", "text", "value_text", "", "ck_value_text_is_text"),
    Bad("a text with space around it", "text", "value_text", " padded ", "ck_value_text_is_text"),
    Bad("a text of 5,000 characters", "text", "value_text", LONG, "ck_value_text_is_text"),
    Bad("a choice that is no option", "choice", "value_option", "perhaps", "fk_criterion_value_option_option"),
    Bad("a choice of another criterion", "choice", "value_option", "soc2", "fk_criterion_value_option_option"),
    Bad("a support of the other scale", "feature", "support", "yes", "ck_support_fits_scale"),
    Bad("a plain answer with a feature's support", "plain", "support", "plugin", "ck_support_fits_scale"),
    Bad("an unknown support", "feature", "support", "maybe", "ck_support_known ck_support_fits_scale"),
    Bad("partial without a note", "partial", "note", None, "ck_partial_has_note"),
    Bad("a number without its unit", "number", "unit", None, "ck_number_has_unit"),
    Bad("a unit of another criterion", "number", "unit", "Mbit/s", "fk_criterion_unit_criterion_unit"),
    Bad("a unit where there is none", "bytes", "unit", "messages/s", "ck_unit_belongs_to_number"),
]

STATEMENTS = [
    Bad("a criterion of another type", "bytes", "criterion", "queues", "fk_criterion_value_type_scale_keyed_criterion"),
    Bad(
        "a type that is not the criterion's",
        "bytes",
        "value_type",
        "duration",
        "fk_criterion_value_type_scale_keyed_criterion",
    ),
    Bad(
        "a scale that is not the criterion's",
        "bytes",
        "scale",
        "plain",
        "fk_criterion_value_type_scale_keyed_criterion",
    ),
    Bad("an unknown type", "unlimited", "value_type", "colour", "ck_value_type_known ck_bound_belongs_to_number"),
    Bad("an unknown criterion", "bytes", "criterion", "colour", "fk_criterion_value_type_scale_keyed_criterion"),
    Bad("an unknown product", "bytes", "product", "dodo", "fk_product_product"),
    Bad("two values", "bytes", "value_text", "4 KiB", "ck_value_text_fits_type"),
    Bad("a value and a support", "bytes", "support", "built-in", "ck_support_fits_type ck_support_fits_scale"),
    Bad("a support and a value", "feature", "value_boolean", True, "ck_value_boolean_fits_type"),
    Bad("known without a value", "bytes", "value_integer", None, "ck_value_iff_known"),
    Bad("known without a support", "feature", "support", None, "ck_value_iff_known"),
    Bad("neither a value nor a bound", "unlimited", "bound", None, "ck_value_iff_known"),
    Bad("unknown with a value", "bytes", "state", "unknown", "ck_value_iff_known ck_bound_is_known"),
    Bad("unknown with a bound", "unknown", "bound", "ceiling", "ck_bound_is_known"),
    Bad("unlimited with a value", "bytes", "bound", "unlimited", "ck_value_iff_known"),
    Bad("none stated with a value", "bytes", "bound", "none-stated", "ck_value_iff_known"),
    Bad("an option of another criterion", "feature", "option", "soc2", "fk_criterion_option_option"),
    Bad("a set without its option", "feature", "option", None, "ck_option_iff_asked"),
    Bad("a table of words without its word", "word", "option", None, "ck_option_iff_asked"),
    Bad("an option where none is asked", "bytes", "option", "replay", "ck_option_iff_asked"),
    Bad("per on a boolean", "boolean", "per", "queue", "ck_bound_belongs_to_number"),
    Bad("a bound on a choice", "choice", "bound", "exact", "ck_bound_belongs_to_number"),
    Bad("changeable on a text", "text", "changeable", "no", "ck_bound_belongs_to_number"),
    Bad("per on a grade", "grade", "per", "queue", "ck_bound_belongs_to_number"),
    Bad("an unknown per", "bytes", "per", "elephant", "ck_per_known"),
    Bad("an unknown bound", "bytes", "bound", "about", "ck_bound_known"),
    Bad("an unknown changeable", "bytes", "changeable", "perhaps", "ck_changeable_known"),
    Bad(
        "an unknown state",
        "unknown",
        "state",
        "guessed",
        "ck_state_known ck_known_is_cited ck_known_has_first_citation",
    ),
    Bad(
        "a derived state",
        "unknown",
        "state",
        "disputed",
        "ck_state_known ck_known_is_cited ck_known_has_first_citation",
    ),
    Bad("an unknown method", "bytes", "method", "hearsay", "ck_method_known"),
    Bad("enumerated, which is derived", "bytes", "method", "enumerated", "ck_method_known"),
    Bad("inherited, which is derived", "bytes", "method", "inherited", "ck_method_known"),
    Bad("claim 0", "bytes", "claim", 0, "ck_claim_at_least_1"),
    Bad("version 0", "bytes", "version", 0, "ck_version_at_least_1"),
    Bad("no version", "bytes", "version", None, "not null"),
    Bad("a note of 5,000 characters", "bytes", "note", LONG, "ck_note_is_text"),
    Bad("an empty note", "bytes", "note", "", "ck_note_is_text"),
    Bad("an empty condition", "bytes", "condition", "", "ck_condition_is_text"),
    Bad("since with a space", "bytes", "since", "4 or so", "ck_since_is_slug"),
    Bad("until with a space", "bytes", "until", "4 or so", "ck_until_is_slug"),
    Bad("an id that is taken", "bytes", "id", "claimed", "pk"),
    Bad(
        "known without pointing to a citation",
        "bytes",
        "first_citation",
        None,
        "ck_known_is_cited ck_known_has_first_citation",
    ),
    Bad("known pointing past its first citation", "bytes", "first_citation", 2, "ck_known_is_cited"),
    Bad("unknown pointing to a citation that is not there", "unknown", "first_citation", 1, "fk_is_cited"),
    Bad("an edition of another product", "statement edition", "edition", "basic", "fk_product_edition_edition"),
    Bad(
        "an edition under another product's name",
        "statement edition",
        "product",
        "gull",
        "fk_product_edition_edition fk_statement_product_statement",
    ),
    Bad("a mode of another product", "statement mode", "mode", "topic", "fk_product_mode_mode"),
    Bad("the same region twice", "statement region", "region", "eu-1", "pk"),
    Bad("a region with a space", "statement region", "region", "Frankfurt am Main", "ck_region_is_slug"),
]

CITATIONS = [
    Bad("a citation of a source that this product has not", "citation", "source", "prices", "fk_owner_source_source"),
    Bad("a citation of a source under no product", "citation", "owner", "dodo", "fk_statement_owner_statement"),
    Bad("a citation of no statement", "citation", "statement", "nothing", "fk_statement_owner_statement"),
    Bad("a find of a whole sentence", "citation", "find", "x" * 61, "ck_find_is_text"),
    Bad("an empty place", "citation", "place", "", "ck_place_is_text"),
    Bad("a text younger than its reading", "citation", "text_date", "2026-11-21", "ck_text_not_after_checked"),
    Bad("a text date that is no day", "citation", "text_date", "2026-02-30", "ck_text_date_is_day"),
    Bad("a citation that nobody read", "citation", "checked", None, "not null"),
    Bad("the first citation twice", "citation", "position", 1, "pk"),
    Bad("citation number 0", "citation", "position", 0, "ck_position_at_least_1"),
    Bad("a complete list of what is no set", "complete list", "value_type", "text", "ck_only_options_enumerate"),
    Bad(
        "a complete list of another scale",
        "complete list",
        "scale",
        "plain",
        "fk_criterion_value_type_scale_keyed_criterion",
    ),
    Bad("a complete list that points past its citation", "complete list", "first_citation", 2, "ck_is_cited"),
    Bad("an exception of another criterion", "exception", "option", "soc2", "fk_criterion_option_option"),
    Bad(
        "a complete list for another product's edition",
        "complete list edition",
        "edition",
        "basic",
        "fk_product_edition_edition",
    ),
    Bad("a complete list for another product's mode", "complete list mode", "mode", "topic", "fk_product_mode_mode"),
    Bad("a protocol's citation of nothing", "protocol citation", "fields", "", "ck_fields_is_text"),
    Bad("a source without a scheme", "source", "url", "birds.example", "ck_url_is_address"),
    Bad("a source with a space", "source", "url", "https://birds.example/a b", "ck_url_is_address"),
    Bad("a source younger than its reading", "source", "text_date", "2026-11-21", "ck_text_not_after_checked"),
    Bad("a source read on no day", "source", "checked", "2026-11-31", "ck_checked_is_day"),
    Bad("a vendor that is 7", "source", "is_vendor", 7, "ck_is_vendor_is_flag"),
]

PRODUCTS = [
    Bad("an unknown kind", "product", "kind", "teapot", "ck_kind_known"),
    Bad("an empty name", "product", "name", "", "ck_name_is_text"),
    Bad("an empty slug", "product", "slug", "", "ck_slug_is_slug"),
    Bad("a slug with a space", "product", "slug", "sea eagle", "ck_slug_is_slug"),
    Bad("a slug of 61 characters", "product", "slug", "x" * 61, "ck_slug_is_slug"),
    Bad("a slug that is taken", "product", "slug", "heron", "pk"),
    Bad("a homepage without a scheme", "product", "homepage", "ftp://birds.example", "ck_homepage_is_address"),
    Bad("no vendor", "product", "vendor", None, "not null"),
    Bad("an alias with space around it", "alias", "alias", " Heron", "ck_alias_is_text"),
    Bad("an alias of no product", "alias", "product", "dodo", "fk_product_product"),
    Bad("two default editions", "edition", "is_default", True, "uq_default"),
    Bad("two default modes", "mode", "is_default", True, "uq_default"),
    Bad("a default that is 7", "edition", "is_default", 7, "ck_is_default_is_flag"),
    Bad("an edition that is taken", "edition", "slug", "open", "pk"),
    Bad("a mode in an edition that is not there", "mode edition", "edition", "basic", "fk_product_edition_edition"),
    Bad("an edition of a mode that is not there", "mode edition", "mode", "topic", "fk_product_mode_mode"),
    Bad("a relation to itself", "relation", "target", "heron", "ck_not_itself"),
    Bad(
        "a relation to a product that is not there",
        "relation",
        "target",
        "dodo",
        "fk_target_product fk_target_engine_edition_edition",
    ),
    Bad(
        "an engine edition that the engine has not",
        "relation",
        "engine_edition",
        "plus",
        "fk_target_engine_edition_edition",
    ),
    Bad("an engine without based_on", "relation", "type", "compatible_with", "ck_engine_belongs_to_based_on"),
    Bad("an unknown relation", "relation", "type", "married_to", "ck_type_known ck_engine_belongs_to_based_on"),
    Bad(
        "a relation for another product's edition", "relation edition", "edition", "basic", "fk_product_edition_edition"
    ),
]

CRITERIA = [
    Bad("a scale on what is no set", "criterion", "scale", "feature", "ck_scale_belongs_to_options"),
    Bad("a set without a scale", "options criterion", "scale", "none", "ck_scale_belongs_to_options"),
    Bad("an unknown scale", "options criterion", "scale", "decibel", "ck_scale_known"),
    Bad("a criterion of unknown type", "criterion", "value_type", "colour", "ck_value_type_known"),
    Bad("a keyed criterion that is no text", "criterion", "keyed", True, "ck_keyed_belongs_to_text"),
    Bad("an open criterion that is no set", "criterion", "is_open", True, "ck_open_belongs_to_options"),
    Bad("an open set that is 7", "options criterion", "is_open", 7, "ck_is_open_is_flag"),
    Bad("an unknown direction", "criterion", "better", "sideways", "ck_better_known"),
    Bad("fresh for 0 days", "criterion", "fresh_days", 0, "ck_fresh_days_at_least_1"),
    Bad("a dimension that is not there", "criterion", "dimension", "time", "fk_dimension_dimension"),
    Bad("a question of 5,000 characters", "dimension", "question", LONG, "ck_question_is_text"),
    Bad("not applicable to an unknown kind", "not applicable", "kind", "teapot", "ck_kind_known"),
    Bad("a unit with a space", "unit", "unit", "per second", "ck_unit_is_slug"),
    Bad("an unknown class of licence", "option", "licence_class", "free-ish", "ck_licence_class_known"),
    Bad("an option of no criterion", "option", "criterion", "colour", "fk_criterion_criterion"),
    Bad("the meaning of grade 6", "rubric", "grade", 6, "ck_grade_in_range"),
    Bad("an unknown status of a protocol", "protocol", "status", "rumour", "ck_status_known"),
    Bad("a protocol published on no day", "protocol version", "published", "2019-02-30", "ck_published_is_day"),
    Bad(
        "a protocol's date without precision",
        "protocol version",
        "date_precision",
        None,
        "ck_precision_belongs_to_date",
    ),
]

OFFERS = [
    Bad("a currency in small letters", "pricing tier", "currency", "usd", "ck_currency_is_iso4217"),
    Bad("an unknown pricing model", "pricing tier", "model", "barter", "ck_model_known"),
    Bad("an unknown cloud", "pricing tier", "cloud", "cumulus", "ck_cloud_known"),
    Bad("a price from no day on", "pricing tier", "valid_from", "2026-02-30", "ck_valid_from_is_day"),
    Bad("the same tier twice", "pricing tier", "slug", "calls", "uq_product_slug"),
    Bad("a tier for another product's edition", "tier edition", "edition", "basic", "fk_product_edition_edition"),
    Bad("a tier for another product's mode", "tier mode", "mode", "topic", "fk_product_mode_mode"),
    Bad("a component without a tier", "component", "pricing_tier", "heron/none", "fk_pricing_tier_pricing_tier"),
    Bad("a unit of nothing", "component", "unit_size", 0, "ck_unit_size_at_least_1"),
    Bad("steps of 0 bytes", "component", "step_bytes", 0, "ck_step_bytes_at_least_1"),
    Bad("an allowance that nobody shares", "component", "allowance_shared_by", None, "ck_allowance_names_who_shares"),
    Bad("sharers of no allowance", "component", "allowance_amount", None, "ck_allowance_names_who_shares"),
    Bad("fewer than no included units", "component", "included", -1, "ck_included_at_least_0"),
    Bad("a bracket that ends before it begins", "bracket", "from_amount", 100000000001, "ck_ends_after_it_begins"),
    Bad("an empty bracket", "bracket", "to_amount", 0, "ck_ends_after_it_begins"),
    Bad("a bracket below zero", "bracket", "from_amount", -1, "ck_from_amount_at_least_0"),
    Bad("a price below zero", "bracket", "price_nano", -1, "ck_price_nano_at_least_0"),
    Bad("a bracket of no component", "bracket", "component", 9, "fk_pricing_tier_component_component"),
    Bad("a unit that carries what nobody knows", "capacity", "quantity", "bananas", "ck_quantity_known"),
    Bad("a unit that carries nothing", "capacity", "amount", 0, "ck_amount_is_positive"),
    Bad("a package without its system", "client library", "package_system", None, "ck_package_is_whole"),
    Bad("a release without its version", "client library", "release_version", None, "ck_release_has_version"),
    Bad("a release on no day", "client library", "release_date", "2026-02-30", "ck_release_date_is_day"),
    Bad("the same library twice", "client library", "name", "heron-java", "uq_product_language_name"),
    Bad("a measurement without a figure", "measurement", "messages_per_second", None, "ck_measures_something"),
    Bad("an unknown guarantee class", "measurement", "guarantee_class", "hope", "ck_guarantee_class_known"),
    Bad("a measurement by judgement", "measurement", "method", "judgement", "ck_method_known"),
    Bad("messages of 0 bytes", "measurement", "message_bytes", 0, "ck_message_bytes_at_least_1"),
    Bad("a latency below zero", "measurement", "latency_p99_ms", -1, "ck_latency_p99_ms_is_positive"),
    Bad("a measurement of another product's edition", "measurement", "edition", "basic", "fk_product_edition_edition"),
    Bad("a measurement of another product's mode", "measurement", "mode", "topic", "fk_product_mode_mode"),
]

REST = [
    Bad("a text about no aspect", "approach text", "aspect", "colour", "fk_aspect_aspect"),
    Bad("a point of an unknown kind", "approach point", "kind", "praise", "ck_kind_known"),
    Bad("a word from a source that is not there", "approach word", "source", "none", "fk_owner_source_source"),
    Bad("a revision of an unknown kind", "revision", "entity_kind", "weather", "ck_entity_kind_known"),
    Bad("a revision that began after itself", "revision", "change_set", 3, "ck_change_set_began_before"),
    Bad("a revision at no moment", "revision", "at", "2026-02-30 12:00:00.000000", "ck_at_is_moment"),
    Bad("a revision without before and after", "first revision", "after", None, "ck_changes_something"),
    Bad("a revision by nobody", "revision", "actor", "", "ck_actor_is_text"),
    Bad("a revision without a reason", "revision", "reason", None, "not null"),
    Bad("a document of an unknown kind", "loaded document", "entity_kind", "weather", "ck_entity_kind_known"),
    Bad("no document", "loaded document", "document", None, "not null"),
]

STRICTER = [
    Bad("a citation of another product's source", "citation", "owner", "gull", "fk_statement_owner_statement"),
    Bad("a protocol's citation of a product's source", "protocol citation", "owner", "heron", "ck_owner_is_its_file"),
    Bad(
        "a library's citation of another product's source",
        "library citation",
        "owner",
        "gull",
        "fk_client_library_owner_client_library",
    ),
    Bad("a slug with angle brackets", "product", "slug", "<b>", "ck_slug_is_slug"),
    Bad("a slug that climbs", "product", "slug", "../admin", "ck_slug_is_slug"),
    Bad("a name that ends in a line break", "product", "name", "Osprey\n", "ck_name_is_one_line"),
    Bad("a note of two lines", "bytes", "note", "One.\nTwo.", "ck_note_is_one_line"),
    Bad("an address with a space", "url", "value_text", "https://birds.example/a b", "ck_url_is_address"),
    Bad("a version of several words", "version", "value_text", "four dot three", "ck_version_is_slug"),
    Bad("a currency with a digit", "pricing tier", "currency", "US1", "ck_currency_is_iso4217"),
    Bad("a day at the end of time", "date", "value_date", "infinity", "ck_value_date_is_day ck_value_date_is_finite"),
    Bad("a moment at the end of time", "revision", "at", "infinity", "ck_at_is_moment ck_at_is_finite"),
    Bad("a document that is no JSON", "loaded document", "document", "{", "ck_document_is_json"),
    Bad("a revision that is no JSON", "revision", "after", "{", "ck_after_is_json"),
]

ACCOUNTS = [
    Bad("a person in capitals", "person", "name", "Grace", "ck_name_is_lower_case"),
    Bad("a person whose name is taken", "person", "name", "ada", "pk uq_shown_name"),
    Bad("a person with the shown name of another", "person", "shown_name", "Ada", "uq_shown_name"),
    Bad("a person without a role", "person", "role", None, "not null"),
    Bad("an unknown role", "person", "role", "owner", "ck_role_known"),
    Bad("a person without a password", "person", "password_hash", "", "ck_password_hash_is_text"),
    Bad("a person disabled on no day", "person", "disabled_at", "2026-02-30", "ck_disabled_at_is_moment"),
    Bad("a session of nobody", "session", "person", "eve", "fk_person_person"),
    Bad("a session id that is no hash", "session", "id_hash", "x" * 64, "ck_id_hash_is_256_bits"),
    Bad("a session that is over before it begins", "session", "expires", MOMENT, "ck_expires_later"),
    Bad("a session without a browser", "session", "agent", None, "not null"),
    Bad("a token of nobody", "token", "person", "eve", "fk_person_person"),
    Bad("a token without an end", "token", "expires", None, "not null"),
    Bad("a token that is over before it begins", "token", "expires", MOMENT, "ck_expires_later"),
    Bad("a token's id with a mark in it", "token", "id", "abc_efgh", "ck_id_is_public"),
    Bad("a token's id of seven letters", "token", "id", "abcdefg", "ck_id_is_public"),
    Bad("a token with its secret in the clear", "token", "secret_hash", "secret", "ck_secret_hash_is_256_bits"),
    Bad("a token last used on no day", "token", "last_used", "2026-02-30", "ck_last_used_is_day"),
    Bad("an unknown scope", "scope", "scope", "people:write", "ck_scope_known"),
    Bad("a scope of no token", "scope", "token", "zzzzzzzz", "fk_token_api_token"),
    Bad("a suggestion at an address that can be guessed", "suggestion", "id", "1", "ck_id_is_128_bits"),
    Bad("a suggestion without a page", "suggestion", "url", None, "not null"),
    Bad("a suggestion with a page that is a script", "suggestion", "url", "javascript:alert(1)", "ck_url_is_address"),
    Bad("a suggestion of no words", "suggestion", "body", "", "ck_body_is_text"),
    Bad("a suggestion of 5,000 characters", "suggestion", "body", LONG, "ck_body_is_text"),
    Bad("a suggestion in an unknown state", "suggestion", "state", "lost", "ck_state_known ck_answered_unless_waiting"),
    Bad("a suggestion about an option of nothing", "option suggested", "criterion", None, "ck_option_has_criterion"),
    Bad("an answer by nobody", "accepted", "answered_by", None, "ck_answered_by_somebody"),
    Bad("an answer by a stranger", "accepted", "answered_by", "eve", "fk_answered_by_person"),
    Bad("an acceptance without a change", "accepted", "change_set", None, "ck_accepted_by_change"),
    Bad("an acceptance at no time", "accepted", "answered", None, "ck_answered_unless_waiting ck_answered_by_somebody"),
    Bad("a refusal without a reason", "declined", "answer", None, "ck_declined_with_reason"),
    Bad("fewer than no attempts", "attempts", "remaining", -0.5, "ck_remaining_in_range"),
    Bad("attempts from nowhere", "attempts", "bucket", "", "ck_bucket_is_text"),
]

REFUSED = [*VALUES, *STATEMENTS, *CITATIONS, *PRODUCTS, *CRITERIA, *OFFERS, *REST, *STRICTER, *ACCOUNTS]
