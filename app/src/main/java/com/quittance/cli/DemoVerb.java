package com.quittance.cli;

import com.quittance.House;
import com.quittance.WebServer;
import com.quittance.demo.Alone;
import com.quittance.demo.Demo;
import com.quittance.demo.OffsetClock;
import com.quittance.demo.Outcome;
import com.quittance.demo.Year;
import com.quittance.http.CannotListen;
import com.quittance.settings.Settings;
import com.quittance.tenancy.TokenSecret;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    description = "Makes a tenant, clients and a year of invoices, and plays the product.")
final class DemoVerb implements Callable<Integer> {

  private static final Duration LEASE_AND_MORE = Duration.ofSeconds(15);

  @Mixin private Options options;

  @Option(names = "--once", description = "End after the scenarios; 0 if all went as expected.")
  private boolean once;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "QUITTANCE_PORT or 8080 unless given; 0 takes a free one.")
  private @Nullable String port;

  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var stop = new CountDownLatch(1);
    return Stop.onSignal(stop::countDown, () -> play(settings(), stop));
  }

  /** Without a webhook secret of its own the demo makes one up, for this run only. */
  private Settings settings() {
    var settings = options.settings(once && port == null ? "0" : port, Map.of());
    if (settings.stripe().webhookSecret() != null) {
      return settings;
    }
    var madeUp = "whsec_" + TokenSecret.fresh(new UUID(0, 0)).secret();
    return options.settings(
        once && port == null ? "0" : port, Map.of("QUITTANCE_STRIPE_WEBHOOK_SECRET", madeUp));
  }

  private int play(Settings settings, CountDownLatch stop) {
    var out = spec.commandLine().getOut();
    var err = spec.commandLine().getErr();
    CannotListen.check(settings.http());
    err.println("Starting the database in " + settings.dataDir());
    try (var present = House.open(settings)) {
      var other = Alone.othersAfter(present, Duration.ZERO);
      if (other.isPresent()) {
        err.printf("Waiting for %s, which works this data folder%n", other.get());
        other = Alone.othersAfter(present, LEASE_AND_MORE);
      }
      if (other.isPresent()) {
        err.printf(
            "%s works this data folder: stop it, or give the demo another one with --data.%n",
            other.get());
        return ExitCode.REFUSED;
      }
      return play(settings, stop, out, err);
    }
  }

  private int play(Settings settings, CountDownLatch stop, PrintWriter out, PrintWriter err) {
    var clock = new OffsetClock(House.MICROSECONDS, Year.LENGTH);
    try (var house = House.stepped(settings, clock);
        var server = WebServer.start(house)) {
      var secret = settings.stripe().webhookSecrets().stream().findFirst().orElse("");
      var outcome = new Demo(house, server, clock, secret, err::println).play();
      tell(out, outcome, house, server);
      if (!once && outcome.ok()) {
        house.schedule().start();
        Serve.await(stop);
      }
      return outcome.ok() ? ExitCode.DONE : ExitCode.REFUSED;
    }
  }

  private void tell(PrintWriter out, Outcome outcome, House house, WebServer server) {
    if (json.isSet()) {
      Json.print(out, outcome);
    } else {
      Timeline.print(out, outcome);
      if (!once) {
        out.println();
        Serve.tell(out, house, server);
        out.printf("%nThe token of the demo's tenant:%n  %s%nTry:%n", outcome.token());
        out.printf(
            "  curl -H 'Authorization: Bearer %s' '%s/api/v1/invoices?limit=3'%n",
            outcome.token(), outcome.url());
        out.println("Stop it with Ctrl-C.");
      }
    }
    out.flush();
  }
}
