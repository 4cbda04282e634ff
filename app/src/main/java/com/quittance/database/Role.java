package com.quittance.database;

/** The roles without a login that the migrations make. */
enum Role {
  APPLICATION("quittance_app"),
  RELAY("quittance_relay"),
  ROUTER("quittance_router"),
  PEOPLE("quittance_people");

  private final String roleName;

  Role(String roleName) {
    this.roleName = roleName;
  }

  String roleName() {
    return roleName;
  }
}
