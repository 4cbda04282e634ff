package com.quittance.cli;

import com.quittance.House;
import com.quittance.WebServer;
import com.quittance.http.CannotListen;
import com.quittance.settings.Settings;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "serve", description = "Serves the API, works the queues, keeps the schedule.")
final class Serve implements Callable<Integer> {

  @Mixin private Options options;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "QUITTANCE_PORT or 8080 unless given; 0 takes a free one.")
  private @Nullable String port;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var stop = new CountDownLatch(1);
    return Stop.onSignal(stop::countDown, () -> serve(options.settings(port, Map.of()), stop));
  }

  private int serve(Settings settings, CountDownLatch stop) {
    var out = spec.commandLine().getOut();
    CannotListen.check(settings.http());
    try (var house = House.open(settings);
        var server = WebServer.start(house)) {
      house.relay().start();
      house.schedule().start();
      tell(out, house, server);
      await(stop);
      out.println("Stopping: what runs may finish.");
      out.flush();
    }
    return ExitCode.DONE;
  }

  static void tell(PrintWriter out, House house, WebServer server) {
    var settings = house.settings();
    out.printf("Quittance serves %s%n", server.url());
    out.printf("Mail goes to %s%n", house.mail().describe());
    if (settings.stripe().webhookSecret() == null) {
      out.println(
          "Stripe is not set up (QUITTANCE_STRIPE_WEBHOOK_SECRET, QUITTANCE_STRIPE_API_KEY)");
    }
    out.flush();
  }

  static void await(CountDownLatch stop) {
    try {
      stop.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
