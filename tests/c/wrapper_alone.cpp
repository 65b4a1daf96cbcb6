/* Nothing but the wrapper, twice, and every part of it used once. */
#include "cloudpayments.hpp"

#include "cloudpayments.hpp"

int main() {
    cloudpayments::Client client(cloudpayments::Request().set("public_id", "a"));
    const cloudpayments::Reply reply = client.call(
        "charge",
        cloudpayments::Request().amount("1").set("a", 1).set("b", true).set_raw("c", "[]"));
    return reply.ok() && reply.release_goods() && reply.may_repeat() && reply.has("a") &&
                   reply.get("a").empty() && reply.cashier_ru().empty() &&
                   client.handle() != NULL && cloudpayments::quote("a").empty()
               ? reply.status()
               : CP_OK;
}
