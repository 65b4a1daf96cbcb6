using System;

namespace CloudPayments.Native.Tests
{
    /// <summary>Sums in minor units.</summary>
    internal static class MoneyTests
    {
        public static void A_sum_and_its_minor_units_are_the_same_money()
        {
            Same(10.50m, "RUB", 1050);
            Same(0.01m, "USD", 1);
            Same(0.00m, "EUR", 0);
            Same(-1.05m, "KZT", -105);
            Same(1000m, "JPY", 1000);
            Same(1m, "BYR", 1);
            Same(92233720368547758.07m, "RUB", long.MaxValue);
            Same(-92233720368547758.08m, "RUB", long.MinValue);
        }

        public static void Minor_units_keep_the_zeros_of_their_sum()
        {
            Check.Equal("10.50", new JsonNumber(Money.FromMinor(1050, "RUB")).Raw);
            Check.Equal("10.00", new JsonNumber(Money.FromMinor(1000, "RUB")).Raw);
            Check.Equal("1000", new JsonNumber(Money.FromMinor(1000, "JPY")).Raw);
        }

        public static void Zeros_say_nothing_about_a_sum()
        {
            Check.Equal(1050L, Money.ToMinor(3.00m * 3.50m, "RUB"));
            Check.Equal(1050L, Money.ToMinor(10.50000000000000000000000000m, "RUB"));
        }

        public static void A_sum_that_is_not_exact_is_refused()
        {
            Check.Throws<ArgumentException>(() => Money.ToMinor(10.505m, "RUB"));
            Check.Throws<ArgumentException>(() => Money.ToMinor(0.0000000000000000000000000001m, "RUB"));
            Check.Throws<ArgumentException>(() => Money.ToMinor(10.5m, "JPY"));
            Check.Throws<OverflowException>(() => Money.ToMinor(92233720368547758.08m, "RUB"));
            Check.Throws<OverflowException>(() => Money.ToMinor(decimal.MaxValue, "RUB"));
        }

        public static void A_currency_that_is_not_known_is_refused()
        {
            foreach (string currency in new[] { "XXX", "rub", string.Empty })
            {
                Check.Throws<ArgumentException>(() => Money.ToMinor(10m, currency));
                Check.Throws<ArgumentException>(() => Money.FromMinor(10, currency));
            }

            Check.Throws<ArgumentNullException>(() => Money.ToMinor(10m, null));
        }

        private static void Same(decimal amount, string currency, long minor)
        {
            Check.Equal(minor, Money.ToMinor(amount, currency));
            Check.Equal(amount, Money.FromMinor(minor, currency));
        }
    }
}
