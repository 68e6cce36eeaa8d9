package weft.sim.metrics;

import org.jspecify.annotations.Nullable;

/**
 * How long the links of a tier have limited the rates of transfers, or the caps of their own.
 *
 * @param tier name of the tier; {@link #RATE_CAP} of caps
 * @param label what people call it
 * @param heldPs summed over transfers, picoseconds
 * @param share of the sum over all tiers
 * @param longestLink the link that did so for longest; the first where several are equal; null of
 *     caps
 */
public record TierHold(
    String tier, String label, double heldPs, double share, @Nullable String longestLink) {

  /** Instead of a tier: transfers have had what their rate caps allow. */
  public static final String RATE_CAP = CriticalPath.Charge.RATE_CAP.text();
}
