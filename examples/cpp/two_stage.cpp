// Hold money now, take part of it later: a hotel, a fuel pump, goods sold by weight.
//
//     two_stage http://127.0.0.1:43127

#include <iostream>

#include "till.hpp"

int main(int count, char **arguments) try {
    if (count != 2)
        return 2;
    const cloudpayments::Client client(till_config(arguments[1]));

    const cloudpayments::Reply hold = client.call(
        "auth", card_payment("cpp-two-stage-1", "cpp-two-stage", "100.00", CARD_THAT_PAYS));
    std::cout << "held         " << hold.outcome() << '\n'
              << "next         " << hold.next() << '\n';
    if (!hold.ok())
        return 1;

    // 60.00 of the 100.00; the bank releases the rest.
    const cloudpayments::Reply taken =
        client.call("confirm", cloudpayments::Request()
                                   .set("request_id", "cpp-two-stage-2")
                                   .set("TransactionId", hold.get("Model.TransactionId"))
                                   .amount("60.00"));
    std::cout << "taken        " << taken.outcome() << '\n'
              << "next         " << taken.next() << '\n';
    return taken.release_goods() ? 0 : 1;
} catch (const std::exception &error) {
    std::cerr << error.what() << '\n';
    return 1;
}
