using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;

namespace CloudPayments.Native.Tests
{
    /// <summary>Whole payments against the sandbox; its ledger is the judge.</summary>
    internal static class PaymentTests
    {
        internal const string Pays = "4000000000003055";
        private const string Poor = "4000056655665556";
        private const string Asks3ds = "4242424242424242";

        public static void A_charge_takes_the_money_once_and_to_the_kopeck()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                ChargeRequest request = Charge(Pays, 1234.50m);
                Reply reply = client.Charge(request);
                Check.Equal(Status.Ok, reply.Status);
                Check.Equal(Outcome.Completed, reply.Outcome);
                Check.Equal(MoneyState.Moved, reply.Money);
                Check.That(reply.ReleaseGoods && !reply.MayRepeat && reply.Final, reply.ToString());
                Check.Equal(request.InvoiceId, reply.InvoiceId);
                Check.Equal(reply.Model.GetInt64("TransactionId"), reply.TransactionId);
                Check.Equal(1234.50m, reply.Model.GetDecimal("Amount"));
                Check.That(!string.IsNullOrEmpty(reply.RequestId) && reply.Cashier.Ru.Length > 0, reply.RawJson);
                Check.Equal("1234.50", Sandbox.Net(request.InvoiceId));
                Check.Equal(1L, Sandbox.Charges(request.InvoiceId));
            }
        }

        public static void A_till_may_count_in_kopecks()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                ChargeRequest request = Charge(Pays, null);
                request.AmountMinor = 1001;
                Check.That(client.Charge(request).ReleaseGoods, "paid");
                Check.Equal("10.01", Sandbox.Net(request.InvoiceId));
            }
        }

        public static void A_decline_throws_with_words_for_the_cashier_and_no_money_moves()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                ChargeRequest request = Charge(Poor, 10m);
                DeclinedException declined = Check.Throws<DeclinedException>(() => client.Charge(request));
                Check.Equal(MoneyState.NotMoved, declined.Reply.Money);
                Check.Equal(NextStep.AskOtherCard, declined.Reply.Next);
                Check.Equal(5051L, declined.Reply.Error.ReasonCode);
                Check.Contains("едостаточно", declined.Reply.Cashier.Ru);
                Check.Equal("declined", declined.Code);
                Check.That(declined.Reply.TransactionId > 0, "a decline has its number");
                Check.Equal(0L, Sandbox.Charges(request.InvoiceId));
                Check.That(!declined.ToString().Contains(request.CardCryptogramPacket), "no cryptogram in an error");
            }
        }

        public static void Text_in_any_script_reaches_the_gateway_and_comes_back()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                const string Words = "Кофе «Мокко», \"два\"\\\n\ud83d\ude00";
                ChargeRequest request = Charge(Pays, 5m);
                request.Description = Words;
                Check.Equal(Words, client.Charge(request).Model.GetString("Description"));
                Check.Equal(
                    Words, client.PaymentFind(new PaymentFindRequest { InvoiceId = request.InvoiceId }).Model.GetString("Description"));
            }
        }

        public static void Half_a_surrogate_pair_is_refused_before_anything_is_sent()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                ChargeRequest request = Charge(Pays, 5m);
                request.Description = "cut \ud83d";
                ArgumentException error = Check.Throws<ArgumentException>(() => client.Charge(request));
                Check.That(!error.ToString().Contains("cut"), "the text is not quoted");
                Check.Equal(0, Sandbox.Requests().Count);
            }
        }

        public static void A_third_decimal_is_refused_and_nothing_is_sent()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                InvalidRequestException error = Check.Throws<InvalidRequestException>(() => client.Charge(Charge(Pays, 10.505m)));
                Check.Equal("Amount", error.Reply.Error.Field);
                Check.Equal(true, error.Reply.MayRepeat);
                Check.Equal(0, Sandbox.Requests().Count);
            }
        }

        public static void A_misspelt_field_is_refused_and_the_right_one_is_named()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                InvalidRequestException error = Check.Throws<InvalidRequestException>(
                    () => client.Call("charge", new JsonObject { { "Amout", 10m }, { "CardCryptogramPacket", Sandbox.Packet(Pays) } }));
                Check.Equal("unknown_field", error.Code);
                Check.Contains("Amount", error.Message);
                Check.Equal(0, Sandbox.Requests().Count);
            }
        }

        public static void A_method_by_a_wrong_name_is_refused()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                Check.Throws<UnknownMethodException>(() => client.Call("chargee", null));
                Check.Throws<UnknownMethodException>(() => client.CallAsync("chargee", null, new CancellationTokenSource().Token).Wait());
            }
        }

        public static void The_raw_call_returns_any_status_without_throwing()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                Check.Equal(Status.InvalidArgument, client.CallRaw("charge", "[1]").Status);
                Check.Equal(Status.InvalidRequest, client.CallRaw("charge", null).Status);
                Check.Equal(Status.Ok, client.CallRaw("test", "{}").Status);
                Check.Throws<ArgumentException>(() => client.CallRaw("charge", "{\0}"));
                Check.Throws<ArgumentNullException>(() => client.CallRaw(null, "{}"));
            }
        }

        public static void Wrong_keys_are_unauthorized()
        {
            ClientOptions options = Sandbox.Options();
            options.ApiSecret = "wrong";
            using (CloudPaymentsClient client = new CloudPaymentsClient(options))
            {
                UnauthorizedException error = Check.Throws<UnauthorizedException>(() => client.Charge(Charge(Pays, 1m)));
                Check.Equal(NextStep.FixConfig, error.Reply.Next);
            }
        }

        public static void Wrong_options_are_refused_by_name()
        {
            ClientOptions options = Sandbox.Options();
            options.ApiSecret = null;
            Check.Equal("api_secret", Check.Throws<InvalidConfigException>(() => new CloudPaymentsClient(options)).Reply.Error.Field);

            options = Sandbox.Options();
            options.BaseUrl = "http://example.com";
            InvalidConfigException error = Check.Throws<InvalidConfigException>(() => new CloudPaymentsClient(options));
            Check.Equal("base_url", error.Reply.Error.Field);
            Check.Equal(MoneyState.None, error.Reply.Money);

            options = Sandbox.Options();
            options.Extra = new JsonObject { { "timeout", 1L } };
            Check.Contains("timeout_ms", Check.Throws<InvalidConfigException>(() => new CloudPaymentsClient(options)).Message);
        }

        public static void A_hold_is_confirmed_in_part_and_another_is_voided()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                AuthRequest request = new AuthRequest
                {
                    Amount = 100m,
                    CardCryptogramPacket = Sandbox.Packet(Pays),
                    InvoiceId = Sandbox.NewInvoice(),
                    IpAddress = "127.0.0.1",
                };
                Reply hold = client.Auth(request);
                Check.Equal(MoneyState.Held, hold.Money);
                Check.Equal(NextStep.ConfirmOrVoid, hold.Next);
                Check.Equal(false, hold.ReleaseGoods);

                Reply confirmed = client.Confirm(new ConfirmRequest { TransactionId = hold.TransactionId, Amount = 60.40m });
                Check.Equal(Outcome.Confirmed, confirmed.Outcome);
                Check.That(confirmed.ReleaseGoods, confirmed.ToString());
                Check.Equal("60.40", Sandbox.Net(request.InvoiceId));

                request.InvoiceId = Sandbox.NewInvoice();
                hold = client.Auth(request);
                Reply voided = client.Void(new VoidRequest { TransactionId = hold.TransactionId });
                Check.Equal(Outcome.Voided, voided.Outcome);
                Check.Equal(MoneyState.Returned, voided.Money);
                Check.Equal("0.00", Sandbox.Net(request.InvoiceId));
            }
        }

        public static void A_refund_gives_back_a_part_and_no_more_than_is_left()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                ChargeRequest request = Charge(Pays, 10m);
                Reply paid = client.Charge(request);
                Reply refund = client.Refund(new RefundRequest { TransactionId = paid.TransactionId, Amount = 3.30m });
                Check.Equal(Outcome.Refunded, refund.Outcome);
                Check.Equal("6.70", Sandbox.Net(request.InvoiceId));
                Check.Throws<RejectedException>(
                    () => client.Refund(new RefundRequest { TransactionId = paid.TransactionId, Amount = 6.71m }));
                Check.Equal("6.70", Sandbox.Net(request.InvoiceId));
            }
        }

        public static void A_payment_passes_3D_Secure()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                ChargeRequest request = Charge(Asks3ds, 42m);
                Reply asked = client.Charge(request);
                Check.Equal(Status.RequiresAction, asked.Status);
                Check.That(asked.Requires3ds && !asked.ReleaseGoods, asked.ToString());

                Reply form = client.ThreeDsForm(new ThreeDsFormRequest { Model = asked.Model, TermUrl = "https://shop.example/back" });
                Check.Contains("<form", form["html"].AsString());

                JsonObject payer = Sandbox.Post(
                    "payer", new JsonObject { { "TransactionId", asked.TransactionId.Value }, { "action", "confirm_3ds" } });
                string body = "MD=" + Uri.EscapeDataString(payer["MD"].ToString()) + "&PaRes=" + Uri.EscapeDataString(payer.GetString("PaRes"));
                Reply parsed = client.ThreeDsParse(new ThreeDsParseRequest { Body = body, TransactionId = asked.TransactionId });
                Reply paid = client.Call("post3ds", parsed["request"].AsObject());
                Check.That(paid.ReleaseGoods, paid.ToString());
                Check.Equal(asked.RequestId, paid.OriginRequestId);
                Check.Equal("42.00", Sandbox.Net(request.InvoiceId));
            }
        }

        public static void Undoing_a_payment_is_a_success_and_may_be_repeated()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                ChargeRequest request = Charge(Pays, 10m);
                Reply paid = client.Charge(request);
                for (int time = 0; time < 2; time++)
                {
                    Reply undone = client.Reverse(new ReverseRequest { TransactionId = paid.TransactionId });
                    Check.Equal(Status.Reversed, undone.Status);
                    Check.Equal(MoneyState.Returned, undone.Money);
                    Check.Equal("0.00", Sandbox.Net(request.InvoiceId));
                }

                // For who asks about the payment it is bad news: no goods.
                Check.Throws<ReversedException>(() => client.Resolve(new ResolveRequest { TransactionId = paid.TransactionId }));
            }
        }

        public static void Asking_about_a_hold_that_is_gone_throws_Reversed()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                Reply hold = client.Auth(new AuthRequest
                {
                    Amount = 10m,
                    CardCryptogramPacket = Sandbox.Packet(Pays),
                    InvoiceId = Sandbox.NewInvoice(),
                    IpAddress = "127.0.0.1",
                });
                client.Void(new VoidRequest { TransactionId = hold.TransactionId });
                Check.Throws<ReversedException>(() => client.Resolve(new ResolveRequest { TransactionId = hold.TransactionId }));
            }
        }

        public static void A_path_that_the_library_does_not_know_is_reached_by_raw()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                InvalidRequestException error = Check.Throws<InvalidRequestException>(
                    () => client.Raw(new RawRequest { Path = "payments/cards/charge", Body = new JsonObject() }));
                Check.Contains("charge", error.Message);
                RejectedException unknown = Check.Throws<RejectedException>(
                    () => client.Raw(new RawRequest { Path = "brand/new", Body = new JsonObject { { "Amount", 10.10m } } }));
                Check.Equal(404L, unknown.Reply.HttpStatus);
            }
        }

        public static void A_look_up_that_finds_nothing_says_so()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                NotFoundException error = Check.Throws<NotFoundException>(
                    () => client.PaymentFind(new PaymentFindRequest { InvoiceId = Sandbox.NewInvoice() }));
                Check.Equal(MoneyState.None, error.Reply.Money);
            }
        }

        public static void A_look_up_tells_the_state_of_its_payment_and_moves_no_money()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                Reply paid = client.Charge(Charge(Pays, 10m));
                Reply found = client.PaymentGet(new PaymentGetRequest { TransactionId = paid.TransactionId });
                Check.Equal(MoneyState.None, found.Money);
                Check.Equal(MoneyState.Moved, found.Payment.Money);
                Check.Equal(Outcome.Completed, found.Payment.Outcome);
                Check.Equal(false, found.ReleaseGoods);
            }
        }

        public static void A_charge_whose_answer_was_lost_is_asked_for_and_paid_once()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                Sandbox.Fault("payments/cards/charge", "drop_after");
                ChargeRequest request = Charge(Pays, 10m);
                Reply reply = client.Charge(request);
                Check.That(reply.ReleaseGoods, reply.ToString());
                Check.Equal(1L, Sandbox.Charges(request.InvoiceId));
                Check.Equal("10.00", Sandbox.Net(request.InvoiceId));
            }
        }

        public static void A_charge_in_doubt_throws_OutcomeUnknown_and_resolve_settles_it()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                Sandbox.Fault("payments/cards/charge", "drop_after");
                Sandbox.Post("modes", new JsonObject { { "find_lag_ms", 600000L } });
                ChargeRequest request = Charge(Pays, 10m);
                request.TimeoutMs = 2000;
                request.RequestId = "doubt-" + request.InvoiceId;
                OutcomeUnknownException doubt = Check.Throws<OutcomeUnknownException>(() => client.Charge(request));
                Check.Equal(MoneyState.Unknown, doubt.Reply.Money);
                Check.Equal(NextStep.Resolve, doubt.Reply.Next);
                Check.Equal(false, doubt.Reply.MayRepeat);
                Check.Equal(request.RequestId, doubt.RequestId);

                Sandbox.Post("modes", new JsonObject { { "find_lag_ms", 0L } });
                Reply settled = client.Resolve(new ResolveRequest
                {
                    RequestId = doubt.RequestId,
                    InvoiceId = doubt.Reply.InvoiceId,
                    SentAt = doubt.Reply.SentAt,
                    Amount = request.Amount,
                });
                Check.That(settled.ReleaseGoods, settled.ToString());
                Check.Equal(1L, Sandbox.Charges(request.InvoiceId));
            }
        }

        public static void A_gateway_that_cannot_be_reached_is_not_sent_and_may_be_repeated()
        {
            ClientOptions options = Sandbox.Options();
            options.BaseUrl = "http://127.0.0.1:1";
            options.TimeoutMs = 3000;
            using (CloudPaymentsClient client = new CloudPaymentsClient(options))
            {
                NotSentException error = Check.Throws<NotSentException>(() => client.Charge(Charge(Pays, 1m)));
                Check.Equal(true, error.Reply.MayRepeat);
                Check.Equal("connect", error.Code);
            }
        }

        public static void The_same_request_id_pays_once_and_refuses_other_content()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                ChargeRequest request = Charge(Pays, 10m);
                request.RequestId = "sale-" + request.InvoiceId;
                Check.That(client.Charge(request).ReleaseGoods, "first");
                Check.That(client.Charge(request).ReleaseGoods, "second");
                request.Amount = 11m;
                Check.Throws<IdempotencyMismatchException>(() => client.Charge(request));
                Check.Equal(1L, Sandbox.Charges(request.InvoiceId));
            }
        }

        public static void A_request_object_used_twice_is_two_sales()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                ChargeRequest request = Charge(Pays, 10m);
                string first = client.ChargeAsync(request, new CancellationTokenSource().Token).Result.RequestId;
                string second = client.ChargeAsync(request, new CancellationTokenSource().Token).Result.RequestId;
                Check.That(first != second, first);
                Check.Equal(null, request.RequestId);
                Check.Equal(2L, Sandbox.Charges(request.InvoiceId));
            }
        }

        public static void Nothing_to_interrupt_is_not_found()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                Check.Throws<NotFoundException>(() => client.Interrupt(new InterruptRequest { RequestId = "nobody" }));
            }
        }

        public static void Many_threads_share_one_client()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                List<Thread> threads = new List<Thread>();
                int paid = 0;
                for (int number = 0; number < 8; number++)
                {
                    Thread thread = new Thread(() =>
                    {
                        for (int sale = 0; sale < 5; sale++)
                        {
                            ChargeRequest request = Charge(Pays, 1.25m);
                            request.InvoiceId = Guid.NewGuid().ToString("N");
                            if (client.Charge(request).ReleaseGoods)
                            {
                                Interlocked.Increment(ref paid);
                            }
                        }
                    });
                    threads.Add(thread);
                    thread.Start();
                }

                threads.ForEach(thread => thread.Join());
                Check.Equal(40, paid);
                Check.Equal("50.00", Sandbox.Get("ledger").GetObject("totals").GetString("captured"));
            }
        }

        public static void A_thread_with_a_small_stack_can_pay()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                ChargeRequest request = Charge(Pays, 10m);
                bool paid = false;
                Thread thread = new Thread(() => paid = client.Charge(request).ReleaseGoods, 256 * 1024);
                thread.Start();
                thread.Join();
                Check.That(paid, "paid");
            }
        }

        public static void A_closed_client_says_so_and_may_be_closed_twice()
        {
            CloudPaymentsClient client = Sandbox.Fresh();
            client.Dispose();
            client.Dispose();
            Check.Throws<ObjectDisposedException>(() => client.Test());
            Check.Throws<ObjectDisposedException>(() => client.TestAsync().Wait());
        }

        public static void A_forgotten_client_is_freed_by_the_finaliser()
        {
            for (int number = 0; number < 50; number++)
            {
                new CloudPaymentsClient(Sandbox.Options());
            }

            GC.Collect();
            GC.WaitForPendingFinalizers();
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                Check.Equal(Status.Ok, client.Test().Status);
            }
        }

        public static void Answers_are_given_back_to_the_library()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                ThreeDsParseRequest request = new ThreeDsParseRequest { Body = "MD=504&PaRes=" + new string('a', 20000) };
                Repeat(500, () => client.ThreeDsParse(request));
                long before = Memory();
                Repeat(1000, () => client.ThreeDsParse(request));

                // 20 MB of answers went through, after the first 500 had made the heaps as large as they get.
                long growth = Memory() - before;
                Check.That(growth < 10000000, "grew by " + growth);
            }
        }

        internal static ChargeRequest Charge(string card, decimal? amount)
        {
            return new ChargeRequest
            {
                Amount = amount,
                CardCryptogramPacket = Sandbox.Packet(card),
                InvoiceId = Sandbox.NewInvoice(),
                IpAddress = "127.0.0.1",
            };
        }

        private static void Repeat(int times, Action action)
        {
            for (int number = 0; number < times; number++)
            {
                action();
            }
        }

        private static long Memory()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            using (Process self = Process.GetCurrentProcess())
            {
                return self.WorkingSet64;
            }
        }
    }
}
