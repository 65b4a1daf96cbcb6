// The card has no money: a decline is an answer, not an exception.
//
//     decline http://127.0.0.1:43127

#include <iostream>

#include "till.hpp"

int main(int count, char **arguments) try {
    if (count != 2)
        return 2;
    const cloudpayments::Client client(till_config(arguments[1]));

    const cloudpayments::Reply reply = client.call(
        "charge", card_payment("cpp-decline-1", "cpp-decline", "99.90", CARD_WITHOUT_MONEY));

    std::cout << "status       " << reply.status_name() << '\n'
              << "cashier      " << reply.cashier_ru() << '\n'
              << "in English   " << reply.cashier_en() << '\n'
              << "bank's code  " << reply.get("error.reason_code") << '\n'
              << "next         " << reply.next() << '\n';
    return reply.status() == CP_DECLINED ? 0 : 1;
} catch (const std::exception &error) {
    std::cerr << error.what() << '\n';
    return 1;
}
