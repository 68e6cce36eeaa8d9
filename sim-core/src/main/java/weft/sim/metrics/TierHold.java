package weft.sim.metrics;

/**
 * How long the links of a tier have limited the rates of transfers.
 *
 * @param tier name of the tier
 * @param label what people call it
 * @param heldPs summed over transfers, picoseconds
 * @param share of the sum over all tiers
 * @param longestLink the link that did so for longest; the first where several are equal
 */
public record TierHold(
    String tier, String label, double heldPs, double share, String longestLink) {}
