/*
 * cloudpayments.hpp: the C interface with C++ manners.
 *
 *     cloudpayments::Client client(cloudpayments::Request()
 *         .set("public_id", "pk_...").set("api_secret", "..."));
 *     cloudpayments::Reply reply = client.call("charge", cloudpayments::Request()
 *         .amount("10.50").set("InvoiceId", "A-17").set("IpAddress", payer_ip)
 *         .set("CardCryptogramPacket", packet));
 *     if (reply.release_goods()) { ... }
 *
 * Header only; C++98 is enough, C++11 and later get move semantics. Link the C library.
 *
 * What the bank answers is never an exception: a decline comes back as a Reply, and so does an
 * answer that was lost. Error is thrown only when there is nothing to answer with: the client
 * could not be made, or a text cannot be put into JSON. Destructors never throw.
 *
 * Texts are in the client's `text_encoding`, as everywhere in the C interface.
 */
#ifndef CLOUDPAYMENTS_HPP
#define CLOUDPAYMENTS_HPP

#include <cstddef>
#include <cstdlib>
#include <limits>
#include <new>
#include <stdexcept>
#include <string>

#include "cloudpayments.h"

/* Visual C++ reports C++98 in __cplusplus unless told otherwise; _MSVC_LANG has the truth. */
#if __cplusplus >= 201103L || (defined(_MSVC_LANG) && _MSVC_LANG >= 201103L)
#define CLOUDPAYMENTS_CXX11 1
#endif

namespace cloudpayments {

class Client;

/** Not for callers. */
namespace detail {

/** Owns one text of the library. */
class Text {
public:
    explicit Text(char *text = NULL) : text_(text) {}
    ~Text() { cp_free_string(text_); }

    char **out() { return &text_; }
    bool absent() const { return text_ == NULL; }
    std::string str() const { return text_ == NULL ? std::string() : std::string(text_); }

private:
    Text(const Text &);
    Text &operator=(const Text &);

    char *text_;
};

/** A whole number as text; by hand, as a stream would group the digits as the locale wishes. */
template <class Number> std::string digits(Number value) {
    const bool negative = value < Number(1) && value != Number(0);
    std::string text;
    for (Number rest = value; rest != Number(0) || text.empty(); rest = Number(rest / 10)) {
        const int digit = static_cast<int>(rest % 10);
        text.insert(text.begin(), static_cast<char>('0' + (digit < 0 ? -digit : digit)));
    }
    return negative ? '-' + text : text;
}

/** Compiles for integers only. */
template <bool is_integer> struct Whole;
template <> struct Whole<true> {};

/** The decimals that ISO 4217 gives a currency: those that the gateway lists, and the yen. */
inline std::size_t places(const std::string &currency) {
    static const char two[] =
        "RUB EUR USD GBP UAH BYN KZT AZN CHF CZK CAD PLN SEK TRY CNY INR BRL ZAR UZS BGN RON AUD "
        "HKD GEL KGS AMD AED";
    static const char none[] = "BYR JPY";
    /* Three letters without a blank are found at a whole code or nowhere. */
    if (currency.size() == 3 && currency.find(' ') == std::string::npos) {
        if (std::string(two).find(currency) != std::string::npos) {
            return 2;
        }
        if (std::string(none).find(currency) != std::string::npos) {
            return 0;
        }
    }
    throw std::invalid_argument("cloudpayments: no currency of the gateway");
}

} /* namespace detail */

/**
 * A sum in the minor units of its currency: to_minor<long long>("10.50", "RUB") == 1050.
 *
 * By ISO 4217, so 10 JPY are 10. The field `amount_minor` of a request is another thing:
 * hundredths, whatever the currency. Integer is any signed type; where `long` has 32 bits it holds
 * 21 million.
 *
 * Nothing is rounded. Throws std::invalid_argument when the currency is not known, the text is no
 * sum or it has a fraction of a minor unit, std::out_of_range when Integer cannot hold it.
 */
template <class Integer> Integer to_minor(const std::string &amount, const std::string &currency) {
    typedef std::numeric_limits<Integer> Limits;
    (void)sizeof(detail::Whole<(Limits::is_integer && Limits::is_signed)>);
    const std::size_t places = detail::places(currency);
    const bool negative = amount.compare(0, 1, "-") == 0;
    const std::size_t point = amount.find('.');
    const std::size_t first = negative ? 1 : 0;
    std::string sum = amount.substr(first, point == std::string::npos ? point : point - first);
    std::string fraction = point == std::string::npos ? "0" : amount.substr(point + 1);
    if (sum.empty() || fraction.empty() ||
        (sum + fraction).find_first_not_of("0123456789") != std::string::npos) {
        throw std::invalid_argument("cloudpayments: no sum of money");
    }
    if (fraction.find_first_not_of('0', places) != std::string::npos) {
        throw std::invalid_argument("cloudpayments: a sum with a fraction of a minor unit");
    }
    fraction.resize(places, '0');
    sum += fraction;
    /* Below zero, where one number more fits. In brackets, as Windows has macros of these names. */
    Integer minor = 0;
    for (std::string::const_iterator at = sum.begin(); at != sum.end(); ++at) {
        const Integer digit = static_cast<Integer>(*at - '0');
        if (minor < Integer(((Limits::min)() + digit) / 10)) {
            throw std::out_of_range("cloudpayments: a sum too large for its type");
        }
        minor = static_cast<Integer>(minor * 10 - digit);
    }
    if (!negative && minor < -(Limits::max)()) {
        throw std::out_of_range("cloudpayments: a sum too large for its type");
    }
    return negative ? minor : static_cast<Integer>(-minor);
}

/**
 * The sum that so many minor units of a currency are: from_minor(1050, "RUB") == "10.50".
 *
 * By ISO 4217, so 10 of JPY are "10". The field `amount_minor` of a request is another thing:
 * hundredths, whatever the currency. Throws std::invalid_argument when the currency is not known.
 */
template <class Integer> std::string from_minor(Integer minor, const std::string &currency) {
    (void)sizeof(detail::Whole<std::numeric_limits<Integer>::is_integer>);
    const std::size_t places = detail::places(currency);
    std::string sum = detail::digits(minor);
    const std::size_t first = sum[0] == '-' ? 1 : 0;
    if (sum.size() - first <= places) {
        sum.insert(first, places + 1 - (sum.size() - first), '0');
    }
    return places == 0 ? sum : sum.insert(sum.size() - places, 1, '.');
}

/**
 * The answer of a call: a status to switch on and one JSON object.
 *
 * A plain value: copy it, keep it, hand it to another thread.
 */
class Reply {
public:
    Reply(cp_status status, const std::string &json) : status_(status), json_(json) {}

    /** One of CP_OK, CP_DECLINED, ... */
    cp_status status() const { return status_; }
    /** The status as a word: "declined". */
    std::string status_name() const { return cp_status_name(status_); }
    /** The whole answer. */
    const std::string &json() const { return json_; }

    /**
     * The value at a path such as "Model.TransactionId": strings without their quotes, all else as
     * it stands in the JSON. Empty when absent or null: has() tells an empty text from these.
     */
    std::string get(const std::string &path) const {
        return detail::Text(cp_json_get(json_.c_str(), path.c_str())).str();
    }
    /** Whether there is a value at that path, other than null. */
    bool has(const std::string &path) const {
        return !detail::Text(cp_json_get(json_.c_str(), path.c_str())).absent();
    }

    /** What happened: "completed", "declined", "requires_3ds", ... */
    std::string outcome() const { return get("outcome"); }
    /** Where the money is: "moved", "held", "returned", "not_moved", "none" or "unknown". */
    std::string money() const { return get("money"); }
    /** What to do now: "finish_sale", "ask_other_card", "resolve", ... */
    std::string next() const { return get("next"); }
    /** The name of this operation, for `resolve` and for repeating it safely. */
    std::string request_id() const { return get("request_id"); }
    /** Words for the cashier's screen, in Russian. */
    std::string cashier_ru() const { return get("cashier.ru"); }
    /** Words for the cashier's screen, in English. */
    std::string cashier_en() const { return get("cashier.en"); }

    /** Done as asked. For a hold that is not money yet: ask release_goods() before goods leave. */
    bool ok() const { return status_ == CP_OK; }
    /** The money is taken: finish the sale. */
    bool release_goods() const { return next() == "finish_sale"; }
    /**
     * No second payment can come of making the same call again, with the same request_id. Whether
     * that helps, next() says: after "fix_request", for one, only when the request is mended.
     */
    bool may_repeat() const {
        return (money() == "not_moved" && outcome() != "requires_3ds") || next() == "retry";
    }

private:
    cp_status status_;
    std::string json_;
};

/** Thrown where there is no client to answer; the reply says why, in JSON. */
class Error : public std::runtime_error {
public:
    Error(const std::string &message, const Reply &reply)
        : std::runtime_error(message), reply_(reply) {}
    ~Error() throw() {}

    const Reply &reply() const { return reply_; }

private:
    Reply reply_;
};

/**
 * A text as a JSON string with its quotes.
 *
 * Throws std::invalid_argument when it holds a NUL, which no text of the C interface can carry.
 */
inline std::string quote(const std::string &text) {
    if (text.find('\0') != std::string::npos) {
        throw std::invalid_argument("cloudpayments: a text with a NUL in it");
    }
    detail::Text quoted(cp_json_quote(text.c_str()));
    if (quoted.absent()) {
        throw std::bad_alloc();
    }
    return quoted.str();
}

/**
 * Builds one JSON object: a request, a configuration, or an object inside either.
 *
 * Fields appear in the order they were set, each exactly once as given; the library refuses a
 * name that is set twice. No binary floating point: amounts are texts, digit for digit. Numbers of
 * transactions do not fit into 32 bits: where `long` has no more and there is no C++11, set them as
 * texts too, as Reply::get() gives them.
 */
class Request {
public:
    Request() {}

    /** "Amount", exactly as written: "10.50". */
    Request &amount(const std::string &exact) { return set("Amount", exact); }

    Request &set(const std::string &name, const std::string &value) {
        return set_raw(name, quote(value));
    }
    Request &set(const std::string &name, const char *value) {
        return value == NULL ? set_raw(name, "null") : set_raw(name, quote(value));
    }
    Request &set(const std::string &name, bool value) {
        return set_raw(name, value ? "true" : "false");
    }
    Request &set(const std::string &name, int value) { return set_number(name, value); }
    Request &set(const std::string &name, unsigned value) { return set_number(name, value); }
    Request &set(const std::string &name, long value) { return set_number(name, value); }
    Request &set(const std::string &name, unsigned long value) { return set_number(name, value); }
#ifdef CLOUDPAYMENTS_CXX11
    Request &set(const std::string &name, long long value) { return set_number(name, value); }
    Request &set(const std::string &name, unsigned long long value) {
        return set_number(name, value);
    }
#endif
    /** An object inside: `.set("Payer", Request().set("FirstName", "Anna"))`. */
    Request &set(const std::string &name, const Request &object) {
        return set_raw(name, object.json());
    }

    /** A value that is JSON already. */
    Request &set_raw(const std::string &name, const std::string &json) {
        const std::string field = quote(name) + ':' + json;
        fields_ += fields_.empty() ? field : ',' + field;
        return *this;
    }

    std::string json() const { return '{' + fields_ + '}'; }

private:
    /* Any other pointer would silently become `true`. */
    template <class Other> Request &set(const std::string &name, const Other *value);
    /* No binary floating point: `.amount("10.50")`. */
    Request &set(const std::string &name, double value);

    template <class Number> Request &set_number(const std::string &name, Number value) {
        return set_raw(name, detail::digits(value));
    }

    std::string fields_;
};

/**
 * A client, released with its scope.
 *
 * Any number of threads may use one client at once; only moving and destroying it wants to be
 * alone. After a fork() the child makes a client of its own.
 */
class Client {
public:
    /** Throws Error with the reason in its reply when the configuration is not accepted. */
    explicit Client(const std::string &config_json) : handle_(NULL) { open(config_json); }
    explicit Client(const Request &config) : handle_(NULL) { open(config.json()); }

    ~Client() { cp_client_free(handle_); }

#ifdef CLOUDPAYMENTS_CXX11
    Client(const Client &) = delete;
    Client &operator=(const Client &) = delete;

    /** What was moved from answers every call with CP_INVALID_ARGUMENT. */
    Client(Client &&other) noexcept : handle_(other.handle_) { other.handle_ = nullptr; }
    Client &operator=(Client &&other) noexcept {
        cp_client *const taken = other.handle_;
        other.handle_ = handle_;
        handle_ = taken;
        return *this;
    }
#endif

    /** Call a method by its name in the catalogue: "charge", "refund", "resolve", ... */
    Reply call(const std::string &method, const Request &request = Request()) const {
        return call(method, request.json());
    }
    Reply call(const std::string &method, const std::string &request_json) const {
        detail::Text answer;
        const cp_status status =
            cp_call(handle_, method.c_str(), request_json.c_str(), answer.out());
        return Reply(status, answer.str());
    }

    /** For the C functions themselves, such as cp_charge(); still owned by this object. */
    cp_client *handle() const { return handle_; }

private:
#ifndef CLOUDPAYMENTS_CXX11
    Client(const Client &);
    Client &operator=(const Client &);
#endif

    void open(const std::string &config_json) {
        detail::Text answer;
        handle_ = cp_client_new(config_json.c_str(), answer.out());
        if (handle_ == NULL) {
            const std::string json = answer.str();
            const Reply reply(std::atoi(Reply(CP_INTERNAL, json).get("status").c_str()), json);
            throw Error("cloudpayments: " + reply.get("error.message"), reply);
        }
    }

    cp_client *handle_;
};

/** The library's version. */
inline std::string version() {
    return cp_version();
}

/** Every method with its fields, as JSON. */
inline std::string methods() {
    return cp_methods();
}

} /* namespace cloudpayments */

#undef CLOUDPAYMENTS_CXX11

#endif /* CLOUDPAYMENTS_HPP */
