/*
 * The C++ wrapper, compiled by `run` in its oldest and newest dialect.
 */
#include "cloudpayments.hpp"
#include "support.h"

#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string>

using cloudpayments::Client;
using cloudpayments::Error;
using cloudpayments::Reply;
using cloudpayments::Request;

static Request config() {
    return Request()
        .set("public_id", std::getenv("CLOUDPAYMENTS_PUBLIC_ID"))
        .set("api_secret", std::getenv("CLOUDPAYMENTS_API_SECRET"))
        .set("base_url", std::getenv("CLOUDPAYMENTS_URL"));
}

static Request card_payment(const char *card, const char *invoice, const char *amount) {
    return Request()
        .amount(amount)
        .set("InvoiceId", invoice)
        .set("IpAddress", "127.0.0.1")
        .set("CardCryptogramPacket", card);
}

static void requests_are_exact() {
    check(Request().json() == "{}", "an empty request is {}");
    const std::string json = Request()
                                 .amount("10.50")
                                 .set("text", "a \"quote\"")
                                 .set("yes", true)
                                 .set("no", false)
                                 .set("int", -2147483647 - 1)
                                 .set("zero", 0)
                                 .set("unsigned", 4294967295u)
                                 .set("long", -1234567890L)
                                 .set("nothing", static_cast<const char *>(NULL))
                                 .set("inside", Request().set("a", std::string("b")))
                                 .set_raw("list", "[1,2.50]")
                                 .json();
    check(json == "{\"Amount\":\"10.50\",\"text\":\"a \\\"quote\\\"\",\"yes\":true,\"no\":false,"
                  "\"int\":-2147483648,\"zero\":0,\"unsigned\":4294967295,\"long\":-1234567890,"
                  "\"nothing\":null,\"inside\":{\"a\":\"b\"},\"list\":[1,2.50]}",
          "every kind of value is written exactly: %s", json.c_str());
    char own[] = "mutable";
    check(Request().set("a", own).json() == "{\"a\":\"mutable\"}", "a char * is a text");
#if __cplusplus >= 201103L
    check(Request().set("a", -9223372036854775807LL - 1).json() == "{\"a\":-9223372036854775808}",
          "the smallest long long");
    check(Request().set("a", 18446744073709551615ULL).json() == "{\"a\":18446744073709551615}",
          "the largest unsigned long long");
#endif
}

template <class Exception> static bool no_sum(const char *amount, const char *currency) {
    try {
        cloudpayments::to_minor<long>(amount, currency);
    } catch (const Exception &) {
        return true;
    }
    return false;
}

static void minor_units_are_exact() {
    static const struct {
        const char *amount, *currency;
        long minor;
    } sums[] = {
        {"10.50", "RUB", 1050}, {"0.01", "USD", 1},    {"0.00", "EUR", 0},
        {"-1.05", "KZT", -105}, {"1000", "JPY", 1000}, {"-1", "BYR", -1},
    };
    for (std::size_t i = 0; i < sizeof sums / sizeof *sums; ++i) {
        const std::string back = cloudpayments::from_minor(sums[i].minor, sums[i].currency);
        check(cloudpayments::to_minor<long>(sums[i].amount, sums[i].currency) == sums[i].minor &&
                  back == sums[i].amount,
              "%s %s and its minor units are the same money: %s", sums[i].amount, sums[i].currency,
              back.c_str());
    }
    check(cloudpayments::to_minor<long>("10.5", "RUB") == 1050 &&
              cloudpayments::to_minor<long>("10.5000", "RUB") == 1050 &&
              cloudpayments::to_minor<long>("10", "RUB") == 1000,
          "zeros say nothing about a sum");
    static const char *const wrong[] = {"10.505", "0.001", "",   "-",   ".5",  "10.",
                                        "1 0",    "10,50", "+1", "1e2", "--1", "1.2.3"};
    for (std::size_t i = 0; i < sizeof wrong / sizeof *wrong; ++i) {
        check(no_sum<std::invalid_argument>(wrong[i], "RUB"), "'%s' is no sum", wrong[i]);
    }
    check(no_sum<std::invalid_argument>("10.5", "JPY"), "yen have no fractions");
    static const char *const unknown[] = {"XXX", "rub", "", "UB ", "RUB EUR"};
    for (std::size_t i = 0; i < sizeof unknown / sizeof *unknown; ++i) {
        check(no_sum<std::invalid_argument>("10", unknown[i]), "'%s' is no currency", unknown[i]);
    }
    check(no_sum<std::out_of_range>("92233720368547758.08", "RUB"), "64 bits are the end");
#if __cplusplus >= 201103L
    const long long least = -9223372036854775807LL - 1;
    check(cloudpayments::to_minor<long long>("92233720368547758.07", "RUB") ==
                  9223372036854775807LL &&
              cloudpayments::to_minor<long long>("-92233720368547758.08", "RUB") == least &&
              cloudpayments::from_minor(least, "RUB") == "-92233720368547758.08",
          "the ends of long long");
#endif
}

static void a_text_with_a_nul_is_refused() {
    bool thrown = false;
    try {
        Request().set("a", std::string("nul\0inside", 10));
    } catch (const std::invalid_argument &) {
        thrown = true;
    }
    check(thrown, "a NUL inside a text throws");
}

static void a_bad_configuration_throws() {
    try {
        Client client(config().set("base_ulr", "x"));
        check(0, "an unknown key throws");
    } catch (const Error &error) {
        check(error.reply().status() == CP_INVALID_CONFIG, "an unknown key throws");
        check(std::strlen(error.what()) > 20, "and says why: %s", error.what());
        check(!error.reply().json().empty(), "and has the whole answer");
    }
    try {
        Client client(std::string("nonsense"));
        check(0, "nonsense throws");
    } catch (const std::exception &error) {
        check(1, "nonsense throws, as a std::exception: %s", error.what());
    }
    try {
        Client client(std::string("{\"public_id\":\"\xFF\"}"));
        check(0, "bytes that are no text throw");
    } catch (const Error &error) {
        check(error.reply().status() == CP_INVALID_ARGUMENT,
              "the reply has the status of the JSON");
    }
}

/* Repeating is safe where nothing moved, except while the payer is at the issuer's page. */
static void what_may_be_repeated() {
    static const struct {
        const char *json;
        bool may;
    } answers[] = {
        {"{\"outcome\":\"declined\",\"money\":\"not_moved\",\"next\":\"ask_other_card\"}", true},
        {"{\"outcome\":\"requires_3ds\",\"money\":\"not_moved\",\"next\":\"show_3ds\"}", false},
        {"{\"outcome\":\"no_answer\",\"money\":\"none\",\"next\":\"retry\"}", true},
        {"{\"outcome\":\"not_found\",\"money\":\"none\",\"next\":\"none\"}", false},
        {"{\"outcome\":\"unknown\",\"money\":\"unknown\",\"next\":\"resolve\"}", false},
        {"{}", false},
    };
    for (size_t i = 0; i < sizeof answers / sizeof *answers; ++i)
        check(Reply(CP_UNKNOWN, answers[i].json).may_repeat() == answers[i].may,
              "may_repeat() of %s", answers[i].json);
}

static void a_payment() {
    Client client(config());
    Reply reply = client.call("charge", card_payment(CARD_PAYS, "cpp-1", "10.50"));
    check(reply.ok() && reply.release_goods() && !reply.may_repeat(), "a charge: %s",
          reply.json().c_str());
    check(reply.outcome() == "completed" && reply.money() == "moved" &&
              reply.next() == "finish_sale" && reply.status_name() == "ok",
          "its words");
    check(reply.has("Model.TransactionId") && reply.get("Model.TransactionId").size() >= 10,
          "get() reads a number as a text: %s", reply.get("Model.TransactionId").c_str());
    check(!reply.has("Model.Nothing") && reply.get("Model.Nothing").empty(),
          "what is absent is empty, and has() knows");
    check(!reply.request_id().empty(), "it has a request_id");
    check_ledger("by_invoice.cpp-1.net", "10.50");

    const Reply refund = client.call(
        "refund", Request().set("TransactionId", reply.get("Model.TransactionId")).amount("0.50"));
    check(refund.ok() && refund.outcome() == "refunded", "a refund: %s", refund.json().c_str());
    check_ledger("by_invoice.cpp-1.net", "10.00");

    reply = client.call("charge", card_payment(CARD_POOR, "cpp-2", "1"));
    check(reply.status() == CP_DECLINED && !reply.release_goods() && reply.may_repeat(),
          "a decline is a reply, no exception");
    check(!reply.cashier_ru().empty() && !reply.cashier_en().empty(), "words for the cashier: %s",
          reply.cashier_en().c_str());

    const Reply copy = reply;
    check(copy.json() == reply.json() && copy.status() == reply.status(), "a reply is a value");

    char *answer = NULL;
    check(cp_test(client.handle(), NULL, &answer) == CP_OK, "handle() is for the C functions");
    cp_free_string(answer);

    check(client.call("chargge").status() == CP_UNKNOWN_METHOD, "no method, no exception");
    check(client.call("charge", "{\"Amout\":1}").get("error.field") == "Amout",
          "a request may be JSON of one's own");
}

#if __cplusplus >= 201103L
static Client made_elsewhere() {
    return Client(config());
}

static void clients_move() {
    Client first = made_elsewhere();
    Client second(static_cast<Client &&>(first));
    check(second.call("test").ok(), "a moved client works");
    check(first.call("test").status() == CP_INVALID_ARGUMENT, "what it came from refuses");
    first = static_cast<Client &&>(second);
    check(first.call("test").ok() && second.handle() == nullptr, "and back by assignment");
}
#endif

int main() {
    sandbox_reset();
    requests_are_exact();
    minor_units_are_exact();
    a_text_with_a_nul_is_refused();
    a_bad_configuration_throws();
    what_may_be_repeated();
    a_payment();
#if __cplusplus >= 201103L
    clients_move();
#endif
    check(!cloudpayments::version().empty() && json_well_formed(cloudpayments::methods().c_str()),
          "version() and methods()");
    return finish();
}
