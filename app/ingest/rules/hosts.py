"""Whose page a source is: `vendor: yes` only where the address belongs to the product's maker.

A page is the vendor's where it stands on a site that the product's own entry names (home page, documentation,
repository), or on one of those that the vendor keeps besides.
"""

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from app.catalogue import entities as e
from app.ingest.files import DataSet
from app.problems import Problem

FORGES = frozenset({"github.com", "gitlab.com", "codeberg.org"})
"""Hosts whose first step of the path says whose page it is."""

PAGES = frozenset({"github.io", "readthedocs.io", "gitbook.io"})
"""Sites of many owners, told apart by the name before."""

ALSO = {
    "84codes": "github.com/cloudamqp cloudamqp.helpscoutdocs.com",
    "Amazon Web Services": "amazon.com amazonaws.cn amazonaws.com github.com/aws github.com/awsdocs github.com/awslabs"
    " github.com/boto github.com/aws-samples",
    "Broadcom": "rabbitmq.github.io vmware.com broadcom.com",
    "Cloud Native Computing Foundation": "github.com/knative-extensions knative.dev cncf.io",
    "Cloud Software Group": "github.com/tibcosoftware tibco.com",
    "Cloudflare": "github.com/cloudflare",
    "Confluent": "github.com/confluentinc confluent.io",
    "Google": "github.com/googleapis github.com/googlecloudplatform github.com/firebase google.com",
    "IBM": "github.com/ibm-messaging github.com/ibm-client-engineering ibm-messaging.github.io"
    " ibm-cloud-docs.github.io",
    "Microsoft": "github.com/azure github.com/microsoftdocs github.com/dotnet aspire.dev microsoft.com azure.com"
    " msdn.com",
    "Oracle": "github.com/oracle github.com/oracle-devrel github.com/oracle-samples oracle.github.io"
    " oracle-livelabs.github.io",
    "PubNub": "github.com/pubnub",
    "Solace": "github.com/solaceproducts github.com/solacelabs github.com/solacedev github.com/solacecoeext",
    "StreamNative": "github.com/streamnative",
    "Synadia": "github.com/synadia-io github.com/connecteverything github.com/nats-io nats.io",
    "Upstash": "github.com/upstash",
    "WarpStream": "github.com/warpstreamlabs warpstreamlabs.github.io",
    "ZeroMQ": "libzmq.readthedocs.io",
}
"""By the beginning of a vendor's name: its further sites."""


def site(url: str) -> str:
    """Whose an address is: `rabbitmq.com`, `github.com/apache`, `rabbitmq.github.io`."""
    parts = urlsplit(url.lower())
    host = (parts.hostname or "").removeprefix("www.")
    if host in FORGES:
        return f"{host}/{parts.path.strip('/').partition('/')[0]}"
    labels = host.split(".")
    kept = 3 if ".".join(labels[-2:]) in PAGES else 2
    return ".".join(labels[-kept:])


def vendors_page_is_the_vendors(data: DataSet, _: date) -> Iterator[Problem]:
    """A vendor's word weighs otherwise than a third party's, so nobody else's page may pass for the vendor's."""
    own: dict[str, set[str]] = {}
    for product in data.of(e.Product):
        named = [product.homepage, product.documentation, *([product.repository] if product.repository else [])]
        also = [
            site(f"https://{each}")
            for name, sites in ALSO.items()
            if product.vendor.startswith(name)
            for each in sites.split()
        ]
        own[product.slug] = {*map(site, named), *also}
    for source in data.of(e.Source):
        if source.is_vendor and source.owner in own and site(source.url) not in own[source.owner]:
            message = (
                f"{site(source.url)} is not known as a site of the vendor: leave `vendor` out, or name the site as one"
            )
            yield data.problem(source, message, "vendor")


RULES = (vendors_page_is_the_vendors,)
