package com.quittance.billing.infrastructure.web;

import com.quittance.billing.infrastructure.store.Notifications;
import com.quittance.billing.infrastructure.store.Notifications.Notification;
import com.quittance.billing.infrastructure.store.Notifications.Severity;
import com.quittance.http.Caller;
import com.quittance.http.JsonBody;
import com.quittance.http.Needs;
import com.quittance.http.Page;
import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import com.quittance.relay.Transactions;
import com.quittance.tenancy.Ability;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the company's people find when they look in. */
@RestController
@RequestMapping(path = "/api/v1/notifications", produces = MediaType.APPLICATION_JSON_VALUE)
public final class NotificationController {

  private final Transactions transactions;
  private final Clock clock;

  public NotificationController(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /** The published JSON. A change here is a change of the API. */
  record NotificationJson(
      UUID id,
      String kind,
      String severity,
      String title,
      String body,
      Instant createdAt,
      @Nullable Instant readAt) {

    static NotificationJson of(Notification notification) {
      return new NotificationJson(
          notification.id(),
          notification.kind(),
          notification.severity().code(),
          notification.title(),
          notification.body(),
          notification.createdAt(),
          notification.readAt());
    }
  }

  /** How many have been noted as read. */
  record ReadJson(int read) {}

  @GetMapping
  @Needs(Ability.NOTIFICATIONS_READ)
  Page<NotificationJson> list(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable String unread,
      @RequestParam(required = false) @Nullable String severity) {
    var most = Page.limit(limit);
    var before = Page.cursor(cursor);
    var onlyUnread = flag(unread);
    var of = severity(severity);
    return transactions.in(
        caller.scope(),
        tx ->
            Page.of(
                new Notifications(tx).page(onlyUnread, of, before, most + 1),
                most,
                Notification::id,
                NotificationJson::of));
  }

  private static @Nullable Boolean flag(@Nullable String text) {
    return switch (text) {
      case null -> null;
      case "true" -> true;
      case "false" -> false;
      default -> throw Problem.of(Type.INVALID_REQUEST, "unread: expected true or false.");
    };
  }

  private static @Nullable Severity severity(@Nullable String text) {
    if (text == null) {
      return null;
    }
    for (var severity : Severity.values()) {
      if (severity.code().equals(text)) {
        return severity;
      }
    }
    throw Problem.of(Type.INVALID_REQUEST, "severity: expected info, warning or critical.");
  }

  @PutMapping("/{id}/read")
  @Needs(Ability.NOTIFICATIONS_WRITE)
  NotificationJson read(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      @PathVariable String id,
      HttpServletRequest http) {
    var notification = Page.id(id, "notification");
    JsonBody.nothing(http);
    return NotificationJson.of(
        transactions
            .in(caller.scope(), tx -> new Notifications(tx).read(notification, clock.instant()))
            .orElseThrow(() -> Problem.of(Type.NOT_FOUND, "There is no such notification.")));
  }

  @PutMapping("/read")
  @Needs(Ability.NOTIFICATIONS_WRITE)
  ReadJson readAll(@RequestAttribute(Caller.ATTRIBUTE) Caller caller, HttpServletRequest http) {
    JsonBody.nothing(http);
    return new ReadJson(
        transactions.in(caller.scope(), tx -> new Notifications(tx).readAll(clock.instant())));
  }
}
