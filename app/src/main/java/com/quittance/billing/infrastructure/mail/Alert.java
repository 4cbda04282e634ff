package com.quittance.billing.infrastructure.mail;

import static com.quittance.billing.infrastructure.mail.Letters.fact;

import com.quittance.billing.infrastructure.Wording;
import com.quittance.billing.infrastructure.mail.Letter.Fact;
import com.quittance.money.Money;
import java.util.List;

/** Something that a person has to look at. */
public sealed interface Alert {

  String title(Wording say);

  String body(Wording say);

  List<Fact> facts(Wording say);

  /**
   * A listener has used up its attempts.
   *
   * @param listener its name, as in {@code queue:failed}
   * @param about what it worked on, such as an invoice number
   * @param error the message of the last failure
   */
  record GaveUp(String listener, String about, String error) implements Alert {

    private static final int MAX_ERROR = 500;

    @Override
    public String title(Wording say) {
      return say.say("alert.gave-up.title", "listener", listener, "about", about);
    }

    @Override
    public String body(Wording say) {
      return say.say("alert.gave-up.body", "listener", listener);
    }

    @Override
    public List<Fact> facts(Wording say) {
      return List.of(
          fact(say, "about", about),
          fact(say, "listener", listener),
          fact(say, "error", Header.shortened(Header.line(error), MAX_ERROR)));
    }
  }

  /** A gateway does not give money back. */
  record RefundRefused(String number, String gateway, Money amount, String reason)
      implements Alert {

    @Override
    public String title(Wording say) {
      return say.say("alert.refund.title", "number", number);
    }

    @Override
    public String body(Wording say) {
      return say.say("alert.refund.body", "gateway", gateway);
    }

    @Override
    public List<Fact> facts(Wording say) {
      return List.of(
          fact(say, "amount", say.money(amount)),
          fact(say, "number", number),
          fact(say, "gateway", gateway),
          fact(say, "reason", say.sayOr("reason." + reason, reason)));
    }
  }

  /**
   * Nothing is sent to a webhook endpoint any more.
   *
   * @param gone whether it said so itself; otherwise it took nothing for days
   */
  record WebhookDisabled(String host, boolean gone) implements Alert {

    @Override
    public String title(Wording say) {
      return say.say("alert.webhook.title", "host", host);
    }

    @Override
    public String body(Wording say) {
      return say.say("alert.webhook.body");
    }

    @Override
    public List<Fact> facts(Wording say) {
      return List.of(
          fact(say, "endpoint", host),
          fact(say, "reason", say.say(gone ? "alert.webhook.gone" : "alert.webhook.failing")));
    }
  }

  /** A payment has failed three times or more: critical. */
  record PaymentKeepsFailing(
      String number, String client, Money amount, int failures, String reason) implements Alert {

    @Override
    public String title(Wording say) {
      return say.say(
          "alert.failing.title", "number", number, "failures", say.count("times", failures));
    }

    @Override
    public String body(Wording say) {
      return say.say("alert.failing.body", "client", client, "number", number);
    }

    @Override
    public List<Fact> facts(Wording say) {
      return List.of(
          fact(say, "attempted", say.money(amount)),
          fact(say, "number", number),
          fact(say, "client", client),
          fact(say, "failures", Integer.toString(failures)),
          fact(say, "reason", say.sayOr("reason." + reason, reason)));
    }
  }
}
