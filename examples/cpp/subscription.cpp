// A customer pays once, and from then on every month: the gateway charges the saved card.
//
//     subscription http://127.0.0.1:43127

#include <ctime>
#include <iostream>

#include "till.hpp"

using cloudpayments::Client;
using cloudpayments::Reply;
using cloudpayments::Request;

// UTC, as the gateway wants its dates.
static std::string in_days(int days) {
    const std::time_t then = std::time(NULL) + days * 24L * 60 * 60;
    char text[40];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", std::gmtime(&then));
    return text;
}

// The gateway says 399.9, the customer wants to read 399.90. Exact: no floating point has a part.
static std::string sum(const Reply &reply) {
    const std::string currency = reply.get("Model.Currency");
    const long minor = cloudpayments::to_minor<long>(reply.get("Model.Amount"), currency);
    return cloudpayments::from_minor(minor, currency);
}

static bool done(const char *what, const Reply &reply) {
    std::cout << what << reply.outcome() << '\n';
    if (!reply.ok()) // "next" says whether to mend the request, or to make the same call again
        std::cout << "do next      " << reply.next() << "; " << reply.get("error.message") << '\n';
    return reply.ok();
}

int main(int count, char **arguments) try {
    if (count != 2)
        return 2;
    const Client client(till_config(arguments[1]));

    // The first payment leaves a token, because it says who pays. Keep that like a password: it is
    // as good as the card. What else can come of a charge: charge.cpp and three_ds.cpp.
    const Reply first = client.call(
        "charge", card_payment("cpp-subscription-1", "cpp-subscription", "399.90", CARD_THAT_STAYS)
                      .set("AccountId", "cpp-user-1")
                      .set("SaveCard", true));
    if (!done("first month  ", first) || !first.release_goods())
        return 1;

    // Should this answer be lost, the customer must not pay twice a month: subscription_find shows
    // what he has, before anything is made again.
    const Reply made =
        client.call("subscription_create", Request()
                                               .set("request_id", "cpp-subscription-2")
                                               .set("Token", first.get("Model.Token"))
                                               .set("AccountId", "cpp-user-1")
                                               .set("Description", "Coffee every month")
                                               .amount("399.90")
                                               .set("Currency", "RUB")
                                               .set("RequireConfirmation", false)
                                               .set("StartDate", in_days(30))
                                               .set("Interval", "Month")
                                               .set("Period", 1));
    if (!done("created      ", made))
        return 1;
    const std::string id = made.get("Model.Id");

    // Each charge is told by the notification "Recurrent". After three failed ones in a row the
    // status is Rejected; an update revives it, best after the customer has given another card.
    const Reply seen = client.call("subscription_get", Request().set("Id", id));
    std::cout << "status       " << seen.get("Model.Status") << '\n'
              << "next charge  " << sum(seen) << " on " << seen.get("Model.NextTransactionDateIso")
              << '\n';

    // Only what is given changes. A later StartDate is a pause.
    const Reply changed =
        client.call("subscription_update", Request()
                                               .set("request_id", "cpp-subscription-3")
                                               .set("Id", id)
                                               .amount("349.90")
                                               .set("StartDate", in_days(60)));
    if (!done("updated      ", changed))
        return 1;
    std::cout << "next charge  " << sum(changed) << " on "
              << changed.get("Model.NextTransactionDateIso") << '\n';

    const Reply ended = client.call(
        "subscription_cancel", Request().set("request_id", "cpp-subscription-4").set("Id", id));
    return done("cancelled    ", ended) ? 0 : 1;
} catch (const std::exception &error) {
    std::cerr << error.what() << '\n';
    return 1;
}
