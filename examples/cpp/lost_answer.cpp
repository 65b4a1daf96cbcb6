// The bank took the money and the answer never came. The till asks; it does not charge again.
//
//     lost_answer http://127.0.0.1:43127

#include <iostream>

#include "till.hpp"
#include "world.h"

int main(int count, char **arguments) try {
    if (count != 2)
        return 2;
    const cloudpayments::Client client(till_config(arguments[1]));

    world_loses_the_next_answer(arguments[1]);

    // Without "resolve_ms" the call would ask by itself, for up to 20 seconds.
    cloudpayments::Reply reply = client.call(
        "charge", card_payment("cpp-lost-answer-1", "cpp-lost-answer", "12.30", CARD_THAT_PAYS)
                      .set("resolve_ms", 0));
    std::cout << "charge       " << reply.outcome() << '\n'
              << "money        " << reply.money() << '\n'
              << "cashier      " << reply.cashier_ru() << '\n';

    // Also after a restart of the till, on the same day: the request_id is all it must remember.
    for (int turn = 0; turn < 3 && reply.status() == CP_UNKNOWN; ++turn) {
        reply =
            client.call("resolve", cloudpayments::Request().set("request_id", reply.request_id()));
        std::cout << "asked        " << reply.outcome() << '\n'
                  << "money        " << reply.money() << '\n'
                  << "next         " << reply.next() << '\n';
    }
    return reply.release_goods() ? 0 : 1;
} catch (const std::exception &error) {
    std::cerr << error.what() << '\n';
    return 1;
}
