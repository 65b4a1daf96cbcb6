// A subscription: the card is saved by a first payment, then charged every month.
//
//     subscription http://127.0.0.1:43127

#include <ctime>
#include <iostream>

#include "till.hpp"

using cloudpayments::Client;
using cloudpayments::Reply;
using cloudpayments::Request;

// The first charge is made in the future, in UTC.
static std::string in_thirty_days() {
    const std::time_t then = std::time(NULL) + 30L * 24 * 60 * 60;
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", std::gmtime(&then));
    return text;
}

static bool show(const char *what, const Reply &reply) {
    std::cout << what << reply.outcome() << ", " << reply.get("Model.Status") << ' '
              << reply.get("Model.Amount") << '\n';
    if (!reply.ok())
        std::cout << "             " << reply.cashier_ru() << " (next: " << reply.next() << ")\n";
    return reply.ok();
}

int main(int count, char **arguments) try {
    if (count != 2)
        return 2;
    const Client client(till_config(arguments[1]));

    // With an AccountId the answer has a token: the saved card of this payer, and of no other.
    const Reply first = client.call(
        "charge", card_payment("cpp-subscription-1", "cpp-subscription", "399.90", CARD_THAT_PAYS)
                      .set("AccountId", "cpp-user"));
    if (!show("first        ", first) || !first.has("Model.Token"))
        return 1;

    // Named, so that a lost answer and a second try do not leave two subscriptions.
    const Reply created =
        client.call("subscription_create", Request()
                                               .set("request_id", "cpp-subscription-2")
                                               .set("Token", first.get("Model.Token"))
                                               .set("AccountId", "cpp-user")
                                               .set("Description", "Coffee every month")
                                               .amount("399.90")
                                               .set("Currency", "RUB")
                                               .set("RequireConfirmation", false)
                                               .set("StartDate", in_thirty_days())
                                               .set("Interval", "Month")
                                               .set("Period", 1));
    if (!show("created      ", created))
        return 1;
    const Request this_one = Request().set("Id", created.get("Model.Id"));

    // What is not named stays as it is.
    const bool updated =
        show("updated      ",
             client.call("subscription_update", Request(this_one)
                                                    .set("request_id", "cpp-subscription-3")
                                                    .amount("449.90")
                                                    .set("Currency", "RUB")));
    const bool cancelled =
        client
            .call("subscription_cancel", Request(this_one).set("request_id", "cpp-subscription-4"))
            .ok();
    // Only the gateway's own word counts: look before telling the payer that it has ended.
    const Reply looked = client.call("subscription_get", this_one);
    show("at the end   ", looked);
    return updated && cancelled && looked.get("Model.Status") == "Cancelled" ? 0 : 1;
} catch (const std::exception &error) {
    std::cerr << error.what() << '\n';
    return 1;
}
