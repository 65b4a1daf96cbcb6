// Take money for a sale, and tell the cashier what to do.
//
//     charge http://127.0.0.1:43127

#include <iostream>

#include "till.hpp"

int main(int count, char **arguments) try {
    if (count != 2)
        return 2;
    const cloudpayments::Client client(till_config(arguments[1]));

    const cloudpayments::Reply reply =
        client.call("charge", card_payment("cpp-charge-1", "cpp-charge", "10.50", CARD_THAT_PAYS));

    std::cout << "status       " << reply.status_name() << '\n'
              << "outcome      " << reply.outcome() << '\n'
              << "transaction  " << reply.get("Model.TransactionId") << '\n'
              << "cashier      " << reply.cashier_ru() << '\n';

    if (reply.release_goods())
        std::cout << "Hand over the goods.\n";
    else if (reply.may_repeat())
        std::cout << "No money moved: another try is safe.\n";
    else
        std::cout << "Do next: " << reply.next() << '\n';
    return reply.release_goods() ? 0 : 1;
} catch (const std::exception &error) {
    std::cerr << error.what() << '\n';
    return 1;
}
