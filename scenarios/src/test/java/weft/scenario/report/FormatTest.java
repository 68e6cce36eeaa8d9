package weft.scenario.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FormatTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0|0", "7|7", "1024|1,024", "1000000|1,000,000"})
  void counts(long number, String text) {
    assertThat(Format.count(number)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"1,node,1 node", "2,node,2 nodes", "0,GPU,0 GPUs", "1,switch,1 switch"})
  void countsOfThings(long number, String noun, String text) {
    assertThat(Format.count(number, noun)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0 s",
        "1000|1 ns",
        "1|1 ps",
        "12.4|12.4 ps",
        "999400|999 ns",
        "1e6|1 µs",
        "14002800|14.0 µs",
        "1e9|1 ms",
        "999.4e9|999 ms",
        "7.304e12|7.30 s",
        "12e12|12 s",
        "12345e12|12,345 s"
      })
  void times(double picoseconds, String text) {
    assertThat(Format.time(picoseconds)).isEqualTo(text);
  }

  /** What rounds up to a thousand belongs into the next unit. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"999.7e9|1.00 s", "999.96e6|1.00 ms", "999999|1.00 µs"})
  void timesJustBelowAUnit(double picoseconds, String text) {
    assertThat(Format.time(picoseconds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0 B",
        "999|999 B",
        "1000|1 kB",
        "8589934592|8.59 GB",
        "999499|999 kB",
        "999600|1.00 MB",
        "44200000000000|44.2 TB",
        "9223372036854775807|9.22 EB"
      })
  void bytes(long bytes, String text) {
    assertThat(Format.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400000000000|400 Gb/s|50 GB/s",
        "3600000000000|3.60 Tb/s|450 GB/s",
        "8|8 b/s|1 B/s"
      })
  void rates(long bitsPerSecond, String bits, String bytes) {
    assertThat(Format.bitRate(bitsPerSecond)).isEqualTo(bits);
    assertThat(Format.byteRate(bitsPerSecond)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"174591184896|175B", "16200000|16.2M", "1e12|1T", "0|0", "12|12", "1500|1.50k"})
  void largeNumbers(double number, String text) {
    assertThat(Format.large(number)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0.0 %",
        "1e-9|<0.1 %",
        "0.00049|<0.1 %",
        "0.0005|0.1 %",
        "0.0607|6.1 %",
        "0.0994|9.9 %",
        "0.0996|10 %",
        "0.458|46 %",
        "1|100 %",
        "0.9949|99 %"
      })
  void percents(double share, String text) {
    assertThat(Format.percent(share)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"1|1", "1.5|1.50", "9.994|9.99", "9.996|10.0", "99.94|99.9", "99.96|100", "-3|-3"})
  void digits(double value, String text) {
    assertThat(Format.digits(value)).isEqualTo(text);
  }
}
