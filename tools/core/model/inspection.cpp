#include "model/inspection.hpp"

namespace pgmahout::model {

Error not_asked() { return {.kind = ErrorKind::no_answer, .what = "nobody asked"}; }

}  // namespace pgmahout::model
