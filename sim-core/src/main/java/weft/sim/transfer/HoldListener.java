package weft.sim.transfer;

/** A listener that is also told what limits its transfers, where the model knows. */
public interface HoldListener extends TransferListener {

  /**
   * A link, or its own cap, has limited the rate of a transfer for a while; see {@link
   * weft.sim.probe.TransferProbe#onHeld}.
   *
   * @param token what the transfer was started with
   * @param link the link; less than 0 if the transfer had what its own cap allows
   * @param durationPs picoseconds
   */
  void onHeld(long token, int link, long durationPs);
}
