//! A world that a test plays: its clock, its dice, its answers.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{Duration, Instant};

use cloudpayments::Client;
use cloudpayments::testing::{Answered, Sending, Sent, World, in_world};
use cloudpayments_money::evidence::{Evidence, Phase, Trouble};
use cloudpayments_money::status::Status;

/// No answer ever comes, and no payment is ever found.
struct Silence {
    began: Instant,
    passed: Cell<Duration>,
    seen: RefCell<Vec<(Duration, String)>>,
}

impl World for Silence {
    fn now(&self) -> Instant {
        self.began + self.passed.get()
    }

    fn wall_ms(&self) -> u64 {
        1_700_000_000_000 + u64::try_from(self.passed.get().as_millis()).expect("not so long")
    }

    fn sleep(&self, time: Duration) {
        self.passed.set(self.passed.get() + time);
    }

    fn seed(&self) -> [u8; 24] {
        [7; 24]
    }

    fn send(&self, request: &Sending<'_>) -> Sent {
        let seen = (self.passed.get(), request.path.to_owned());
        self.seen.borrow_mut().push(seen);
        let sent_at = Some(self.now());
        let moves_money = request.request_id.is_some();
        let result = if moves_money {
            self.sleep(request.answer_by.duration_since(self.now()));
            Err(Trouble::Timeout)
        } else {
            let body: &[u8] = match request.path {
                "v2/payments/list" => br#"{"Success":true,"Model":[]}"#,
                _ => br#"{"Success":false,"Message":"Not found"}"#,
            };
            Ok(Answered {
                status: 200,
                date_ms: Some(self.wall_ms()),
                body: body.to_vec(),
                ..Answered::default()
            })
        };
        Sent {
            evidence: Evidence {
                phase: Phase::Sent,
                bytes_sent: 1,
                bytes_total: 1,
            },
            sent_at,
            result,
        }
    }
}

const CONFIG: &str =
    r#"{"public_id":"pk","api_secret":"s","base_url":"http://127.0.0.1:1","timeout_ms":400000}"#;

const CHARGE: &str = r#"{"Amount":"10","Currency":"RUB","InvoiceId":"A","CardCryptogramPacket":"x",
    "IpAddress":"127.0.0.1","resolve_ms":20000}"#;

fn charged() -> (Status, String, Vec<(Duration, String)>) {
    let world = Rc::new(Silence {
        began: Instant::now(),
        passed: Cell::default(),
        seen: RefCell::default(),
    });
    let reply = in_world(Rc::clone(&world) as Rc<dyn World>, || {
        let client = Client::new(CONFIG).expect("a good configuration");
        client.call("charge", CHARGE)
    });
    (reply.status, reply.json, world.seen.take())
}

#[test]
fn minutes_of_a_played_world_pass_at_once_and_always_alike() {
    let began = Instant::now();
    let (status, json, seen) = charged();
    assert_eq!(status, Status::Unknown, "{json}");
    let last = seen.last().expect("something was sent");
    assert!(last.0 > Duration::from_secs(380), "{seen:?}");
    assert!(last.0 < Duration::from_secs(400), "{seen:?}");
    assert_eq!(charged(), (status, json, seen));
    assert!(began.elapsed() < Duration::from_secs(20));
}
