package com.quittance.house.planted.billing.infrastructure.mail;

public class Postbox {}
