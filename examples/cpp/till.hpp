// What every program here needs: a client of the sandbox.
#ifndef TILL_HPP
#define TILL_HPP

#include <string>

#include "cloudpayments.hpp"

// With real keys there is no "base_url": the default is CloudPayments' own address.
inline cloudpayments::Request till_config(const std::string &url) {
    return cloudpayments::Request()
        .set("public_id", "test_api_00000000000000000000001")
        .set("api_secret", "sandbox")
        .set("base_url", url);
}

// The cryptogram comes from the payment form; these are of test cards.
static const char *const CARD_THAT_PAYS = "014111111111301204c2FuZGJveA==";
static const char *const CARD_THAT_STAYS = "014000003055301204c2FuZGJveA=="; // pays by token, too
static const char *const CARD_WITHOUT_MONEY = "014000055556301204c2FuZGJveA==";
static const char *const CARD_WITH_3DS = "014242424242301204c2FuZGJveA==";

inline cloudpayments::Request card_payment(const char *request_id, const char *invoice,
                                           const char *amount, const char *card) {
    return cloudpayments::Request()
        .set("request_id", request_id)
        .amount(amount)
        .set("Currency", "RUB")
        .set("InvoiceId", invoice)
        .set("IpAddress", "127.0.0.1")
        .set("CardCryptogramPacket", card);
}

#endif
