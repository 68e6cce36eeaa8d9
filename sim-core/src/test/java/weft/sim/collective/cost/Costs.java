package weft.sim.collective.cost;

/** Libraries and links with round figures, for tests. */
public final class Costs {

  static final long US = 1_000_000;

  /** Payload rates of an H100 and its NIC, bits per second. */
  public static final LinkRates H100 =
      new LinkRates(2_966_400_000_000L, 388_000_000_000L, 600_000, 2_800_000);

  /** Every time another one, so that a sum tells which went into it. */
  public static final LibraryCosts LIBRARY =
      new LibraryCosts(
          new Times(6 * US, 14 * US, 8 * US),
          new LibraryCosts.Steps(
              new Times(0, US, 3 * US), new Times(0, US, 11 * US), new Shares(0.5, 1, 1)),
          new LibraryCosts.Steps(
              new Times(0, US / 2, 3 * US),
              new Times(2 * US, 6 * US, 11 * US),
              new Shares(0.5, 0.75, 0.9)),
          0.2,
          new LibraryCosts.Nvls(17 * US, 18 * US, 0.85, US, 5),
          9 * US,
          20 * US,
          28 * US);

  private Costs() {}
}
