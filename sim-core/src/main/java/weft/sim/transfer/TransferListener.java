package weft.sim.transfer;

/** Whose transfer it is: registered once with the {@link NetworkModel}. */
@FunctionalInterface
public interface TransferListener {

  /**
   * The last byte of a transfer has arrived.
   *
   * @param token what the transfer was started with
   * @param boundLink the link that limited its rate for longer than all others together, or one of
   *     them if none did; −1 if the model does not know
   */
  void onDelivered(long token, int boundLink);
}
