using System;
using System.Collections.Generic;

namespace CloudPayments.Native
{
    /// <summary>Sums in minor units by the currency: exact, and nothing is ever rounded.</summary>
    /// <remarks>
    /// By ISO 4217, so 10 JPY are 10. <c>AmountMinor</c> of a request is another thing: hundredths, whatever the currency.
    /// </remarks>
    public static class Money
    {
        // The currencies that the gateway lists, and the yen, by the decimals that ISO 4217 gives them.
        private const string TwoPlaces =
            "RUB EUR USD GBP UAH BYN KZT AZN CHF CZK CAD PLN SEK TRY CNY INR BRL ZAR UZS BGN RON AUD " +
            "HKD GEL KGS AMD AED";

        private const string NoPlaces = "BYR JPY";

        private static readonly Dictionary<string, byte> PlacesOf = AllPlaces();

        /// <summary>The sum in minor units: 10.50 RUB are 1050 kopecks.</summary>
        /// <param name="amount">The sum; zeros behind its last digit do not matter.</param>
        /// <param name="currency">The code of ISO 4217: <c>RUB</c>.</param>
        /// <exception cref="ArgumentException">
        /// The currency is not known, or the sum has a fraction of a minor unit.
        /// </exception>
        /// <exception cref="OverflowException">The sum does not fit into 64 bits.</exception>
        public static long ToMinor(decimal amount, string currency)
        {
            byte places = Places(currency);
            for (int place = 0; place < places; place++)
            {
                amount *= 10;
            }

            if (amount != decimal.Truncate(amount))
            {
                throw new ArgumentException(currency + " has " + places + " decimals, and the sum has more.", "amount");
            }

            return decimal.ToInt64(amount);
        }

        /// <summary>The sum that so many minor units are: 1050 kopecks are 10.50 RUB.</summary>
        /// <param name="minor">How many minor units.</param>
        /// <param name="currency">The code of ISO 4217: <c>RUB</c>.</param>
        /// <exception cref="ArgumentException">The currency is not known.</exception>
        public static decimal FromMinor(long minor, string currency)
        {
            // Divided it would lose the zeros: 10.5 instead of 10.50.
            int[] bits = decimal.GetBits(minor);
            return new decimal(bits[0], bits[1], bits[2], minor < 0, Places(currency));
        }

        private static byte Places(string currency)
        {
            if (currency == null)
            {
                throw new ArgumentNullException("currency");
            }

            byte places;
            if (!PlacesOf.TryGetValue(currency, out places))
            {
                throw new ArgumentException("'" + currency + "' is no currency of the gateway.", "currency");
            }

            return places;
        }

        private static Dictionary<string, byte> AllPlaces()
        {
            Dictionary<string, byte> all = new Dictionary<string, byte>(StringComparer.Ordinal);
            foreach (string currency in TwoPlaces.Split(' '))
            {
                all.Add(currency, 2);
            }

            foreach (string currency in NoPlaces.Split(' '))
            {
                all.Add(currency, 0);
            }

            return all;
        }
    }
}
