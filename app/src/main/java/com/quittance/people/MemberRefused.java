package com.quittance.people;

/** Somebody cannot become, stay or stop being a member as it was asked. */
public final class MemberRefused extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** What stands against it. */
  public enum Reason {
    UNKNOWN("no such person belongs to the company"),
    ALREADY_MEMBER("they belong to the company already"),
    LAST_OWNER("a company keeps at least one owner"),
    OPERATOR("operators of the server belong to no company");

    private final String sentence;

    Reason(String sentence) {
      this.sentence = sentence;
    }
  }

  private final Reason reason;

  MemberRefused(Reason reason) {
    super(reason.sentence);
    this.reason = reason;
  }

  public static MemberRefused unknown() {
    return new MemberRefused(Reason.UNKNOWN);
  }

  public Reason reason() {
    return reason;
  }
}
