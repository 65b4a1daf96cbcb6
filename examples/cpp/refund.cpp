// Take money and give part of it back.
//
//     refund http://127.0.0.1:43127

#include <iostream>

#include "till.hpp"

int main(int count, char **arguments) try {
    if (count != 2)
        return 2;
    const cloudpayments::Client client(till_config(arguments[1]));

    const cloudpayments::Reply sale =
        client.call("charge", card_payment("cpp-refund-1", "cpp-refund", "40.00", CARD_THAT_PAYS));
    std::cout << "charge       " << sale.outcome() << '\n';
    if (!sale.ok())
        return 1;

    // Two refunds of the same sum are two operations: each has a request_id of its own.
    const cloudpayments::Reply refund =
        client.call("refund", cloudpayments::Request()
                                  .set("request_id", "cpp-refund-2")
                                  .set("TransactionId", sale.get("Model.TransactionId"))
                                  .amount("15.00"));
    std::cout << "refund       " << refund.outcome() << '\n'
              << "money        " << refund.money() << '\n'
              << "cashier      " << refund.cashier_ru() << '\n';
    return refund.ok() ? 0 : 1;
} catch (const std::exception &error) {
    std::cerr << error.what() << '\n';
    return 1;
}
