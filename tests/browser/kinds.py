"""One address of every kind of page, for the tests that look at them all."""

import httpx

SIX = "apache-kafka,rabbitmq,redis,amazon-sqs,azure-event-hubs,eclipse-mosquitto"

PAGES = {
    "home": "/",
    "products": "/products",
    "products-filtered": "/products?authentication=oauth2-oidc&protocols=mqtt-5",
    "products-none": "/products?q=zzzz",
    "product": "/products/rabbitmq",
    "pick": "/compare",
    "compare": f"/compare/{SIX}",
    "compare-baseline": "/compare/amazon-sqs,rabbitmq?dimension=basic-usage&differences=true&baseline=rabbitmq",
    "dimensions": "/dimensions",
    "client-libraries": "/dimensions/client-libraries",
    "wire-protocols": "/dimensions/wire-protocols",
    "availability": "/dimensions/availability-throughput",
    "prices": "/dimensions/pricing-tiers",
    "criterion-set": "/criteria/patterns",
    "criterion-texts": "/criteria/vocabulary",
    "criterion-value": "/criteria/message_size_max",
    "protocols": "/protocols",
    "protocol": "/protocols/mqtt-5",
    "statement": "/statements/…",
    "cell": "/products/zeromq/sla_percent",
    "approaches": "/approaches",
    "changes": "/changes",
    "change-set": "/changes/1",
    "data": "/about/data",
    "advisor": "/advisor?intent=command&features=delay&must=features:delay&foo=bar",
    "advisor-step": "/advisor?intent=fact&receivers=many-open&step=8",
    "advisor-check": "/advisor?intent=fact&receivers=not-sure&step=check",
    "advice": "/advisor/result?intent=command&intent=fact&receivers=many-open&delivery=no-loss&hosting=azure",
    "advisor-method": "/advisor/method",
}

ERRORS = {"not-found": ("/products/rabitmq", 404), "not-understood": ("/compare/rabbitmq", 400)}


def address(site: str, kind: str) -> str:
    """Where a page of this kind is; any statement will do for that of statements."""
    path = PAGES[kind]
    if path.endswith("…"):
        found = httpx.get(f"{site}/api/v1/products/rabbitmq").text
        path = "/statements/" + found.partition('"statements"')[2].partition('"id":"')[2][:14]
    return site + path
