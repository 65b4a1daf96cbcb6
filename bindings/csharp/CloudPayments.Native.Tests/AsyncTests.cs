using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace CloudPayments.Native.Tests
{
    /// <summary>Tasks, cancelling and closing, where money may be under way.</summary>
    internal static class AsyncTests
    {
        public static void An_async_charge_ends_as_a_sync_one_does()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                ChargeRequest request = PaymentTests.Charge(PaymentTests.Pays, 10m);
                Check.That(client.ChargeAsync(request).Result.ReleaseGoods, "paid");
                Check.Equal("10.00", Sandbox.Net(request.InvoiceId));
                Check.Throws<NotFoundException>(
                    () => client.PaymentFindAsync(new PaymentFindRequest { InvoiceId = Sandbox.NewInvoice() }).Wait());
            }
        }

        public static void Waiting_for_a_task_where_the_context_is_blocked_does_not_deadlock()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                bool finished = false;
                Thread ui = new Thread(() =>
                {
                    // As on a UI or old ASP.NET thread: whatever is posted here waits for a thread that waits itself.
                    SynchronizationContext.SetSynchronizationContext(new BlockedContext());
                    finished = client.TestAsync().Result.Status == Status.Ok && Awaited(client).Result.Status == Status.Ok;
                });
                ui.IsBackground = true;
                ui.Start();
                Check.That(ui.Join(10000) && finished, "deadlock");
            }
        }

        public static void The_pool_may_be_exhausted_and_calls_still_run()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                // Not disposed: the last work items look at it after this test is over.
                ManualResetEvent release = new ManualResetEvent(false);
                for (int number = 0; number < Environment.ProcessorCount * 4; number++)
                {
                    ThreadPool.QueueUserWorkItem(ignored => release.WaitOne());
                }

                try
                {
                    Check.That(client.TestAsync().Wait(3000), "the call waits for the pool");
                }
                finally
                {
                    release.Set();
                }
            }
        }

        public static void A_token_cancelled_before_the_start_sends_nothing_and_is_a_plain_cancellation()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                Task<Reply> task = client.ChargeAsync(PaymentTests.Charge(PaymentTests.Pays, 10m), new CancellationToken(true));
                Check.Throws<TaskCanceledException>(() => task.Wait());
                Check.That(task.IsCanceled, "cancelled");
                Check.Equal(0, Sandbox.Requests().Count);
            }
        }

        public static void A_charge_cancelled_after_it_was_sent_is_in_doubt_and_never_a_plain_cancellation()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            using (CancellationTokenSource cancel = new CancellationTokenSource())
            {
                Sandbox.Fault("payments/cards/charge", "delay", 3000);
                ChargeRequest request = PaymentTests.Charge(PaymentTests.Pays, 10m);
                Task<Reply> task = client.ChargeAsync(request, cancel.Token);
                WaitForRequest("payments/cards/charge");
                Stopwatch watch = Stopwatch.StartNew();
                cancel.Cancel();
                OutcomeUnknownException doubt = Check.Throws<OutcomeUnknownException>(() => task.Wait());
                Check.That(watch.ElapsedMilliseconds < 1500, "it took " + watch.ElapsedMilliseconds + " ms");
                Check.Equal("interrupted", doubt.Code);
                Check.That(task.IsFaulted && !task.IsCanceled, "faulted, not cancelled");
                Check.Equal(false, doubt.Reply.MayRepeat);
                Check.That(!string.IsNullOrEmpty(doubt.RequestId), "a request id to resolve by");

                Thread.Sleep(3000);
                Reply settled = client.Resolve(new ResolveRequest
                {
                    RequestId = doubt.RequestId,
                    InvoiceId = request.InvoiceId,
                    SentAt = doubt.Reply.SentAt,
                });
                Check.That(settled.ReleaseGoods, settled.ToString());
                Check.Equal(1L, Sandbox.Charges(request.InvoiceId));
            }
        }

        public static void A_charge_cancelled_while_it_waits_for_its_turn_was_not_sent()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            using (CancellationTokenSource cancel = new CancellationTokenSource())
            {
                // A test terminal has four places, one of them kept for look-ups.
                Sandbox.Fault("payments/cards/charge", "delay", 2000, 3);
                Task<Reply>[] running = new Task<Reply>[3];
                for (int number = 0; number < running.Length; number++)
                {
                    running[number] = client.ChargeAsync(PaymentTests.Charge(PaymentTests.Pays, 10m));
                }

                WaitForRequest("payments/cards/charge", running.Length);
                ChargeRequest request = PaymentTests.Charge(PaymentTests.Pays, 10m);
                Task<Reply> task = client.ChargeAsync(request, cancel.Token);
                Thread.Sleep(200);
                cancel.Cancel();
                NotSentException error = Check.Throws<NotSentException>(() => task.Wait());
                Check.Equal(true, error.Reply.MayRepeat);
                Task.WaitAll(running);
                Check.Equal(0L, Sandbox.Charges(request.InvoiceId));
            }
        }

        public static void A_cancelled_look_up_has_no_answer()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            using (CancellationTokenSource cancel = new CancellationTokenSource())
            {
                Sandbox.Fault("payments/find", "delay", 3000);
                Task<Reply> task = client.PaymentFindAsync(new PaymentFindRequest { InvoiceId = Sandbox.NewInvoice() }, cancel.Token);
                WaitForRequest("payments/find");
                cancel.Cancel();
                Check.Equal("interrupted", Check.Throws<NoAnswerException>(() => task.Wait()).Code);
            }
        }

        public static void Asking_can_be_cancelled_and_the_payment_stays_in_doubt()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            using (CancellationTokenSource cancel = new CancellationTokenSource())
            {
                Sandbox.Post("modes", new JsonObject { { "find_lag_ms", 600000L } });
                string id = "asked-" + Guid.NewGuid().ToString("N");
                Task<Reply> task = client.ResolveAsync(
                    new ResolveRequest { RequestId = id, InvoiceId = id, SentAt = "2026-01-01T00:00:00Z" }, cancel.Token);
                WaitForRequest("payments/find");
                Stopwatch watch = Stopwatch.StartNew();
                cancel.Cancel();
                Check.Equal(id, Check.Throws<OutcomeUnknownException>(() => task.Wait()).RequestId);
                Check.That(watch.ElapsedMilliseconds < 1500, "it took " + watch.ElapsedMilliseconds + " ms");
            }
        }

        public static void A_token_cancelled_after_the_end_changes_nothing()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            using (CancellationTokenSource cancel = new CancellationTokenSource())
            {
                Task<Reply> task = client.ChargeAsync(PaymentTests.Charge(PaymentTests.Pays, 10m), cancel.Token);
                task.Wait();
                cancel.Cancel();
                Check.That(task.Result.ReleaseGoods, "paid");
            }
        }

        public static void Cancelling_at_any_moment_leaves_the_ledger_and_the_answer_in_agreement()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                for (int pause = 0; pause < 20; pause++)
                {
                    using (CancellationTokenSource cancel = new CancellationTokenSource())
                    {
                        ChargeRequest request = PaymentTests.Charge(PaymentTests.Pays, 10m);
                        Task<Reply> task = client.ChargeAsync(request, cancel.Token);
                        Thread.Sleep(pause);
                        cancel.Cancel();
                        string end = End(task);
                        long charges = Sandbox.Charges(request.InvoiceId);
                        Check.That(
                            end == "in doubt" || (end == "paid" ? charges == 1 : charges == 0),
                            end + " with " + charges + " charges");
                    }
                }
            }
        }

        public static void Closing_the_client_during_a_call_lets_the_call_finish()
        {
            CloudPaymentsClient client = Sandbox.Fresh();
            using (CancellationTokenSource cancel = new CancellationTokenSource())
            {
                Sandbox.Fault("payments/cards/charge", "delay", 700, 2);
                Task<Reply> task = client.ChargeAsync(PaymentTests.Charge(PaymentTests.Pays, 10m), cancel.Token);
                WaitForRequest("payments/cards/charge");
                client.Dispose();
                Check.That(task.Result.ReleaseGoods, "paid");
            }
        }

        public static void A_call_of_a_closed_client_can_still_be_cancelled()
        {
            CloudPaymentsClient client = Sandbox.Fresh();
            using (CancellationTokenSource cancel = new CancellationTokenSource())
            {
                Sandbox.Fault("payments/cards/charge", "delay", 3000);
                Task<Reply> task = client.ChargeAsync(PaymentTests.Charge(PaymentTests.Pays, 10m), cancel.Token);
                WaitForRequest("payments/cards/charge");
                client.Dispose();
                cancel.Cancel();
                Check.Throws<OutcomeUnknownException>(() => task.Wait());
            }
        }

        private static string End(Task<Reply> task)
        {
            try
            {
                Check.That(task.Result.ReleaseGoods, task.Result.ToString());
                return "paid";
            }
            catch (AggregateException error)
            {
                if (error.InnerException is OutcomeUnknownException)
                {
                    return "in doubt";
                }

                Check.That(
                    error.InnerException is NotSentException || error.InnerException is OperationCanceledException,
                    error.InnerException.ToString());
                return "not sent";
            }
        }

        private static async Task<Reply> Awaited(CloudPaymentsClient client)
        {
            return await client.TestAsync().ConfigureAwait(false);
        }

        private static void WaitForRequest(string path, int count = 1)
        {
            Stopwatch watch = Stopwatch.StartNew();
            while (true)
            {
                int seen = 0;
                foreach (JsonValue request in Sandbox.Requests())
                {
                    seen += request.AsObject().GetString("path").TrimStart('/') == path ? 1 : 0;
                }

                if (seen >= count)
                {
                    return;
                }

                Check.That(watch.ElapsedMilliseconds < 5000, "the sandbox never saw " + path);
                Thread.Sleep(10);
            }
        }

        private sealed class BlockedContext : SynchronizationContext
        {
            public override void Post(SendOrPostCallback callback, object state)
            {
            }

            public override void Send(SendOrPostCallback callback, object state)
            {
            }
        }
    }
}
