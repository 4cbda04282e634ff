package com.quittance.house.planted.billing.infrastructure.web;

public class Page {}
