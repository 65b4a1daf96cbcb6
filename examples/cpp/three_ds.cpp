// 3-D Secure: the payer confirms at his bank, between the charge and its end.
//
//     three_ds http://127.0.0.1:43127 [page.html]
//
// With a file name the page that sends the payer's browser to the bank is written there.

#include <fstream>
#include <iostream>

#include "till.hpp"
#include "world.h"

using cloudpayments::Client;
using cloudpayments::Reply;
using cloudpayments::Request;

int main(int count, char **arguments) try {
    if (count < 2)
        return 2;
    const Client client(till_config(arguments[1]));

    const Reply charge = client.call(
        "charge", card_payment("cpp-three-ds-1", "cpp-three-ds", "250.00", CARD_WITH_3DS));
    std::cout << "charge       " << charge.outcome() << '\n'
              << "bank's page  " << charge.get("Model.AcsUrl") << '\n';
    if (charge.status() != CP_REQUIRES_ACTION)
        return 1;

    if (count > 2) {
        const Reply form =
            client.call("three_ds_form", Request()
                                             .set_raw("Model", charge.get("Model"))
                                             .set("term_url", "https://shop.example/back"));
        std::ofstream page(arguments[2]);
        page << form.get("html");
        std::cout << "page         " << arguments[2] << '\n';
    }

    // The browser goes to the bank and comes back to term_url with a form.
    const std::string transaction = charge.get("Model.TransactionId");
    char form[2000];
    if (!world_payer_confirms(arguments[1], transaction.c_str(), form, sizeof form))
        return 1;

    const Reply parsed = client.call("three_ds_parse", Request()
                                                           .set("request_id", "cpp-three-ds-2")
                                                           .set("TransactionId", transaction)
                                                           .set("body", form));
    const Reply reply = client.call("post3ds", parsed.get("request"));
    std::cout << "post3ds      " << reply.outcome() << '\n'
              << "next         " << reply.next() << '\n'
              << "cashier      " << reply.cashier_ru() << '\n';
    return reply.release_goods() ? 0 : 1;
} catch (const std::exception &error) {
    std::cerr << error.what() << '\n';
    return 1;
}
