package com.quittance.billing.application;

import com.quittance.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway tells of a payment, its signature already checked.
 *
 * @param eventId the gateway's id of this message; the same id is the same message
 * @param succeeded whether the payment was made; false: a try to pay has failed
 * @param amount what was paid; null when the message tells of a failure
 * @param reason the gateway's code of the failure
 */
public record GatewayNotice(
    String gateway,
    String eventId,
    String type,
    boolean succeeded,
    @Nullable Money amount,
    @Nullable String reason) {}
