package weft.topology.analyse;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import weft.topology.hardware.Sourced;

/**
 * A sum over lines of a bill of materials, and what it leaves out.
 *
 * @param sum of the lines whose figure is known: watts, or US dollars
 * @param known how many things that are
 * @param missing how many things have no figure and so are not in the sum
 * @param verified whether somebody verified every figure in the sum
 */
public record BillTotal(double sum, long known, long missing, boolean verified) {

  static BillTotal of(List<BillItem> items, Function<BillItem, @Nullable Sourced> figure) {
    double sum = 0;
    long known = 0;
    long missing = 0;
    boolean verified = true;
    for (BillItem item : items) {
      Sourced total = figure.apply(item);
      if (total == null) {
        missing += item.count();
      } else {
        sum += total.value();
        known += item.count();
        verified &= total.verified();
      }
    }
    return new BillTotal(sum, known, missing, verified);
  }
}
